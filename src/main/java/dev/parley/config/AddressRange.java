package dev.parley.config;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.HexFormat;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A range of IP addresses, such as {@code 10.0.0.0/8} or {@code ::1}. Immutable.
 *
 * @param first an address of the range
 * @param bits the number of leading bits that all addresses of the range share
 */
public record AddressRange(InetAddress first, int bits) {

    private static final Pattern IP =
            Pattern.compile("\\d{1,3}(?:\\.\\d{1,3}){3}|[0-9A-Fa-f]{0,4}:[0-9A-Fa-f:.]{1,40}");
    private static final int IPV6_NETWORK = 8;
    private static final Pattern RANGE = Pattern.compile("([^/]+)(?:/(\\d{1,3}))?");

    /** Reads a range; empty if it is malformed. Host names are malformed. */
    public static Optional<AddressRange> parse(String text) {
        Matcher range = RANGE.matcher(text);
        if (!range.matches()) {
            return Optional.empty();
        }
        return address(range.group(1))
                .flatMap(
                        address -> {
                            int most = address.getAddress().length * 8;
                            int bits =
                                    range.group(2) == null
                                            ? most
                                            : Integer.parseInt(range.group(2));
                            return bits > most
                                    ? Optional.empty()
                                    : Optional.of(new AddressRange(address, bits));
                        });
    }

    /** Returns whether the text is an IP address within this range. */
    public boolean contains(String text) {
        return address(text).filter(this::matches).isPresent();
    }

    /** Returns whether the text is an IP address. Looks up no name. */
    public static boolean isAddress(String text) {
        return address(text).isPresent();
    }

    /**
     * Returns the network whose addresses one host may use: the first 64 bits of an IPv6 address.
     * Any other text is returned unchanged.
     */
    public static String network(String text) {
        return address(text)
                .filter(Inet6Address.class::isInstance)
                .map(ipv6 -> HexFormat.of().formatHex(ipv6.getAddress(), 0, IPV6_NETWORK))
                .orElse(text);
    }

    private boolean matches(InetAddress other) {
        byte[] address = other.getAddress();
        byte[] start = first.getAddress();
        if (address.length != start.length) {
            return false;
        }
        for (int bit = 0; bit < bits; bit++) {
            int mask = 0x80 >> bit % 8;
            if ((address[bit / 8] & mask) != (start[bit / 8] & mask)) {
                return false;
            }
        }
        return true;
    }

    private static Optional<InetAddress> address(String text) {
        if (!IP.matcher(text).matches()) {
            return Optional.empty();
        }
        try {
            // An address in this form is not looked up.
            return Optional.of(InetAddress.getByName(text));
        } catch (UnknownHostException malformed) {
            return Optional.empty();
        }
    }
}

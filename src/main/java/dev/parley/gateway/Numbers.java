package dev.parley.gateway;

import jakarta.json.JsonNumber;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.Map;
import java.util.function.Function;

/**
 * Creates the readers of numbers. Nothing is rounded silently: an integer type accepts only whole
 * numbers in its range. Numbers of more than {@value #MOST_DIGITS} digits, written out, are
 * refused, since a few characters such as {@code 1e999999999} would expand to gigabytes. Stateless.
 */
final class Numbers {

    private static final int MOST_DIGITS = 100;
    private static final String WHOLE = "must be a whole number";
    private static final String RANGE = " in range";
    private static final String NUMBER = "must be a number";

    private Numbers() {}

    static void addTo(Map<Class<?>, ValueReader> readers) {
        readers.put(Byte.class, number(BigDecimal::byteValueExact, WHOLE));
        readers.put(Short.class, number(BigDecimal::shortValueExact, WHOLE));
        readers.put(Integer.class, number(BigDecimal::intValueExact, WHOLE));
        readers.put(Long.class, number(BigDecimal::longValueExact, WHOLE));
        readers.put(BigInteger.class, number(BigDecimal::toBigIntegerExact, WHOLE));
        readers.put(BigDecimal.class, number(value -> value, NUMBER));
        readers.put(Number.class, number(value -> value, NUMBER));
        readers.put(Float.class, number(value -> finite(value.floatValue()), NUMBER));
        readers.put(Double.class, number(value -> finite(value.doubleValue()), NUMBER));
        Scalars.primitive(readers, byte.class, Byte.class);
        Scalars.primitive(readers, short.class, Short.class);
        Scalars.primitive(readers, int.class, Integer.class);
        Scalars.primitive(readers, long.class, Long.class);
        Scalars.primitive(readers, float.class, Float.class);
        Scalars.primitive(readers, double.class, Double.class);
    }

    private static ValueReader number(Function<BigDecimal, Object> convert, String message) {
        return (value, path, reading) -> {
            if (!(value instanceof JsonNumber number)) {
                return reading.mismatch(path, message);
            }
            BigDecimal exact = number.bigDecimalValue();
            if (!isShort(exact)) {
                return reading.mismatch(path, message);
            }
            try {
                return convert.apply(exact);
            } catch (ArithmeticException e) {
                return reading.mismatch(path, message + RANGE);
            }
        };
    }

    private static boolean isShort(BigDecimal number) {
        return Math.abs((long) number.scale()) < MOST_DIGITS && number.precision() <= MOST_DIGITS;
    }

    private static Object finite(double number) {
        if (Double.isInfinite(number)) {
            throw new ArithmeticException("out of range");
        }
        return number;
    }

    private static Object finite(float number) {
        if (Float.isInfinite(number)) {
            throw new ArithmeticException("out of range");
        }
        return number;
    }

    /** Returns a number as the text of an id. */
    static String decimal(BigDecimal number) {
        // A number like 1e999999 would expand to a megabyte of zeros.
        if (Math.abs((long) number.scale()) > MOST_DIGITS) {
            return number.toString();
        }
        return number.signum() == 0 ? "0" : number.stripTrailingZeros().toPlainString();
    }
}

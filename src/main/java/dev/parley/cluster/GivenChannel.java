package dev.parley.cluster;

import java.util.List;
import javax.sql.DataSource;
import org.infinispan.remoting.transport.jgroups.JGroupsChannelConfigurator;
import org.jgroups.JChannel;
import org.jgroups.conf.ProtocolConfiguration;
import org.jgroups.util.SocketFactory;

/**
 * Passes an existing channel to Infinispan. Infinispan 16.0.14 accepts a transport as well, but
 * loses it when it copies its configuration.
 */
record GivenChannel(JChannel channel) implements JGroupsChannelConfigurator {

    @Override
    public String getName() {
        return "parley";
    }

    @Override
    public JChannel createChannel(String name) {
        return channel;
    }

    @Override
    public void setSocketFactory(SocketFactory socketFactory) {
        throw new UnsupportedOperationException("The channel exists already");
    }

    @Override
    public void setDataSource(DataSource dataSource) {
        throw new UnsupportedOperationException("The channel exists already");
    }

    @Override
    public String getProtocolStackString() {
        return channel.getProtocolStack().printProtocolSpec(true);
    }

    @Override
    public List<ProtocolConfiguration> getProtocolStack() {
        throw new UnsupportedOperationException("The channel exists already");
    }
}

package org.papertide.platform.http;

import io.netty.bootstrap.ChannelInitializerExtension;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Limits how many connections one client has, and all together, at each port; and how long a
 * request may take to arrive. Neither Quarkus nor Vert.x has the first or the last.
 *
 * <p>Netty makes one of these through {@link java.util.ServiceLoader} and shows it each connection
 * that a server of this process accepts.
 */
public final class ConnectionGuard extends ChannelInitializerExtension {

    /** What it holds connections to. */
    record Limits(
            int connections,
            int connectionsPerClient,
            Predicate<InetAddress> unlimited,
            Duration requestWithin,
            List<String> longRequests) {

        Limits {
            longRequests = List.copyOf(longRequests);
        }
    }

    /** Netty makes the object, so that the limits cannot be given to it. */
    private static volatile @Nullable Limits limits;

    private final Map<SocketAddress, OpenConnections> ports = new ConcurrentHashMap<>();

    /** Holds the connections of servers that are started from now on to these limits. */
    static void install(Limits limits) {
        System.setProperty(EXTENSIONS_SYSTEM_PROPERTY, "serviceload");
        ConnectionGuard.limits = limits;
    }

    @Override
    public void postInitializeServerChildChannel(Channel channel) {
        Limits installed = limits;
        if (installed != null && channel.remoteAddress() instanceof InetSocketAddress client) {
            channel.pipeline()
                    .addFirst(
                            new Admission(open(channel, installed), client.getAddress()),
                            new SlowRequests(installed.requestWithin, installed.longRequests));
        }
    }

    private OpenConnections open(Channel channel, Limits installed) {
        return ports.computeIfAbsent(
                channel.parent().localAddress(),
                _ ->
                        new OpenConnections(
                                installed.connections,
                                installed.connectionsPerClient,
                                installed.unlimited));
    }

    /** Lets the connection in, or closes it. */
    private static final class Admission extends ChannelInboundHandlerAdapter {

        private final OpenConnections open;
        private final InetAddress client;

        Admission(OpenConnections open, InetAddress client) {
            this.open = open;
            this.client = client;
        }

        @Override
        public void channelActive(ChannelHandlerContext context) {
            if (open.open(client)) {
                var _ = context.channel().closeFuture().addListener(_ -> open.close(client));
                context.fireChannelActive();
            } else {
                var _ = context.close();
            }
        }
    }
}

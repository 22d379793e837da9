package org.papertide.platform.guard;

import io.netty.bootstrap.ChannelInitializerExtension;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Limits how many connections one client has, and all together, at each port; and how long a
 * request may take to arrive. Neither Quarkus nor Vert.x has the first or the last.
 *
 * <p>Netty makes one of these through {@link java.util.ServiceLoader} and shows it each connection
 * that a server of this process accepts.
 */
public final class ConnectionGuard extends ChannelInitializerExtension {

    private record Limits(HttpSettings settings, Clients clients) {}

    /** Netty makes the object, so that the limits cannot be given to it. */
    private static volatile @Nullable Limits limits;

    private final Map<SocketAddress, OpenConnections> ports = new ConcurrentHashMap<>();

    /** Holds the connections of servers that are started from now on to these limits. */
    static void install(HttpSettings settings, Clients clients) {
        System.setProperty(EXTENSIONS_SYSTEM_PROPERTY, "serviceload");
        limits = new Limits(settings, clients);
    }

    @Override
    public void postInitializeServerChildChannel(Channel channel) {
        Limits now = limits;
        if (now != null && channel.remoteAddress() instanceof InetSocketAddress client) {
            OpenConnections open =
                    ports.computeIfAbsent(
                            channel.parent().localAddress(),
                            _ -> new OpenConnections(now.settings, now.clients));
            channel.pipeline()
                    .addFirst(
                            new Admission(open, client.getAddress()),
                            new SlowRequests(now.settings));
        }
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

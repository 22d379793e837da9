package org.papertide.platform.guard;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelPipeline;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpRequestDecoder;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.handler.codec.http2.Http2ConnectionHandler;
import io.netty.util.concurrent.Future;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Closes a connection whose request has not arrived in time after its first byte, head and body
 * together. The idle timeout does not: a byte now and then is enough to it.
 *
 * <p>HTTP/1 only. In HTTP/2 a connection carries many requests; there the idle timeout and the
 * limits of streams and frames hold, and this handler leaves the connection.
 *
 * <p>It stands first in the pipeline, where bytes come, and puts a second handler behind the
 * decoder, which tells when a request is complete. The decoder is there once the first bytes have
 * told HTTP/1 from HTTP/2, so these are passed on apart from the others.
 */
final class SlowRequests extends ChannelInboundHandlerAdapter {

    private final HttpSettings settings;
    private @Nullable Future<?> deadline;
    private boolean inRequest;
    private boolean knowsProtocol;

    /** Enough to tell {@code PRI } of HTTP/2 from {@code POST}. */
    private int firstBytes = 4;

    SlowRequests(HttpSettings settings) {
        this.settings = settings;
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        if (!inRequest) {
            inRequest = true;
            deadline =
                    context.executor()
                            .schedule(
                                    () -> end(context),
                                    settings.requestWithin().toMillis(),
                                    TimeUnit.MILLISECONDS);
        }
        if (message instanceof ByteBuf bytes && firstBytes > 0) {
            int now = Math.min(firstBytes, bytes.readableBytes());
            firstBytes -= now;
            context.fireChannelRead(bytes.readRetainedSlice(now));
            watch(context.pipeline());
        }
        context.fireChannelRead(message);
        watch(context.pipeline());
    }

    @Override
    public void handlerRemoved(ChannelHandlerContext context) {
        noDeadline();
    }

    private void end(ChannelHandlerContext context) {
        ChannelPipeline pipeline = context.pipeline();
        if (knowsProtocol && pipeline.context(HttpRequestDecoder.class) == null) {
            // It went on in HTTP/2.
            pipeline.remove(this);
        } else {
            var _ = context.close();
        }
    }

    private void watch(ChannelPipeline pipeline) {
        ChannelHandlerContext decoder = pipeline.context(HttpRequestDecoder.class);
        if (!knowsProtocol && decoder != null) {
            knowsProtocol = true;
            pipeline.addAfter(decoder.name(), null, new Messages());
        } else if (!knowsProtocol && pipeline.context(Http2ConnectionHandler.class) != null) {
            knowsProtocol = true;
            pipeline.remove(this);
        }
    }

    private void noDeadline() {
        if (deadline != null) {
            deadline.cancel(false);
            deadline = null;
        }
    }

    private boolean mayTakeLonger(HttpRequest request) {
        return settings.longRequests().orElse(List.of()).stream()
                .anyMatch(request.uri()::startsWith);
    }

    /** Sees requests as messages: a head, and then its content. */
    private final class Messages extends ChannelInboundHandlerAdapter {

        private boolean sawHead;

        @Override
        public void channelRead(ChannelHandlerContext context, Object message) {
            boolean mayTakeLonger =
                    message instanceof HttpRequest request
                            ? mayTakeLonger(request)
                            // Its head came before this handler, behind the end of a TLS handshake.
                            : !sawHead;
            if (mayTakeLonger) {
                noDeadline();
            }
            sawHead = true;
            if (message instanceof LastHttpContent) {
                noDeadline();
                inRequest = false;
                sawHead = false;
            }
            context.fireChannelRead(message);
        }
    }
}

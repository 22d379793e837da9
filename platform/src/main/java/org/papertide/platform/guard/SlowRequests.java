package org.papertide.platform.guard;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelPipeline;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpRequestDecoder;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.handler.codec.http2.Http2ConnectionHandler;
import io.netty.handler.ssl.SslHandler;
import io.netty.util.concurrent.Future;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Closes a connection whose request has not arrived in time after its first byte, head and body
 * together. The idle timeout does not: a byte now and then is enough to it.
 *
 * <p>Of HTTP/2 a connection carries many requests: {@link SlowStreams} takes over there. One that
 * begins with HTTP/1 and is upgraded is left alone from then on.
 *
 * <p>It stands first in the pipeline, where bytes come, and puts a second handler behind the
 * decoder, which tells when a request is complete. The decoder is there once the first bytes have
 * told HTTP/1 from HTTP/2, so these are passed on apart from the others.
 */
final class SlowRequests extends ChannelInboundHandlerAdapter {

    /**
     * Bytes that are passed on apart from those behind them: {@code PRI } tells HTTP/2 from {@code
     * POST}, and with its whole preface, of 24 bytes, HTTP/2 begins.
     */
    private static final int[] DECISIVE = {4, 24};

    private final HttpSettings settings;
    private @Nullable Future<?> deadline;
    private boolean inRequest;
    private boolean knowsProtocol;

    /** How many of the first bytes have been passed on. */
    private int passed;

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
        if (message instanceof ByteBuf bytes) {
            for (int end : DECISIVE) {
                int now = Math.min(end - passed, bytes.readableBytes());
                if (now > 0 && !knowsProtocol) {
                    passed += now;
                    context.fireChannelRead(bytes.readRetainedSlice(now));
                    watch(context.pipeline());
                }
            }
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
        if (knowsProtocol) {
            return;
        }
        ChannelHandlerContext http2 = pipeline.context(Http2ConnectionHandler.class);
        ChannelHandlerContext decoder = pipeline.context(HttpRequestDecoder.class);
        if (http2 != null) {
            knowsProtocol = true;
            boolean afterPreface = pipeline.context(SslHandler.class) == null;
            SlowStreams.watch(http2, settings.requestWithin(), this::mayTakeLonger, afterPreface);
            pipeline.remove(this);
        } else if (decoder != null) {
            knowsProtocol = true;
            pipeline.addAfter(decoder.name(), null, new Messages());
        }
    }

    private void noDeadline() {
        if (deadline != null) {
            deadline.cancel(false);
            deadline = null;
        }
    }

    private boolean mayTakeLonger(CharSequence uri) {
        return settings.longRequests().orElse(List.of()).stream()
                .anyMatch(uri.toString()::startsWith);
    }

    /** Sees requests as messages: a head, and then its content. */
    private final class Messages extends ChannelInboundHandlerAdapter {

        private boolean sawHead;

        @Override
        public void channelRead(ChannelHandlerContext context, Object message) {
            boolean mayTakeLonger =
                    message instanceof HttpRequest request
                            ? mayTakeLonger(request.uri())
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

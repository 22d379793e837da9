package org.papertide.platform.guard;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelPipeline;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpRequestDecoder;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.handler.ssl.SslHandler;
import io.netty.handler.ssl.SslHandshakeCompletionEvent;
import io.netty.util.ReferenceCountUtil;
import io.netty.util.concurrent.Future;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Closes a connection whose request has not arrived in time after its first byte, head and body
 * together. The idle timeout does not: a byte now and then is enough to it.
 *
 * <p>It stands first in the pipeline, where bytes come, and puts a second handler behind the
 * decoder of HTTP/1, which sees when a request is complete. The decoder is there after the
 * handshake of TLS, or, on a port that would speak HTTP/2 as well, after the first bytes. HTTP/2
 * has no such decoder: its connections end at the deadline, whatever they carry.
 */
final class SlowRequests extends ChannelInboundHandlerAdapter {

    /**
     * Bytes that tell HTTP/1 from HTTP/2, whose preface begins with {@code PRI }. They are passed
     * on apart from those behind them.
     */
    private static final int DECISIVE = 4;

    private final HttpSettings settings;
    private @Nullable Future<?> deadline;
    private boolean inRequest;
    private boolean watching;

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
        watch(context.pipeline());
        if (passed < DECISIVE && !watching && message instanceof ByteBuf bytes) {
            int now = Math.min(DECISIVE - passed, bytes.readableBytes());
            passed += now;
            context.fireChannelRead(bytes.readRetainedSlice(now));
            watch(context.pipeline());
        }
        context.fireChannelRead(message);
    }

    @Override
    public void handlerRemoved(ChannelHandlerContext context) {
        noDeadline();
    }

    private static void end(ChannelHandlerContext context) {
        var _ = context.close();
    }

    private void watch(ChannelPipeline pipeline) {
        ChannelHandlerContext tls = pipeline.context(SslHandler.class);
        if (!watching && tls != null) {
            watching = true;
            pipeline.addAfter(tls.name(), null, new Handshake());
        } else if (!watching) {
            watchMessages(pipeline);
        }
    }

    private void watchMessages(ChannelPipeline pipeline) {
        ChannelHandlerContext decoder = pipeline.context(HttpRequestDecoder.class);
        if (decoder != null) {
            watching = true;
            pipeline.addAfter(decoder.name(), null, new Messages());
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
                .map(String::strip)
                .anyMatch(request.uri()::startsWith);
    }

    /** Sees the end of the handshake, at which the server adds the decoder. */
    private final class Handshake extends ChannelInboundHandlerAdapter {

        @Override
        public void userEventTriggered(ChannelHandlerContext context, Object event) {
            context.fireUserEventTriggered(event);
            if (event instanceof SslHandshakeCompletionEvent) {
                watchMessages(context.pipeline());
            }
        }
    }

    /** Sees requests as messages: a head, and then its content; or one that cannot be read. */
    private final class Messages extends ChannelInboundHandlerAdapter {

        @Override
        public void channelRead(ChannelHandlerContext context, Object message) {
            Object passed = message;
            boolean unreadable = false;
            if (message instanceof HttpRequest request) {
                if (mayTakeLonger(request)) {
                    noDeadline();
                }
                passed = UnreadableRequests.readable(request);
                // Nothing follows: what comes is dropped until the connection is closed.
                unreadable = request.decoderResult().isFailure();
            }
            if (unreadable || message instanceof LastHttpContent) {
                noDeadline();
                inRequest = false;
            }
            context.fireChannelRead(passed);
            if (unreadable) {
                context.fireChannelRead(LastHttpContent.EMPTY_LAST_CONTENT);
                ReferenceCountUtil.release(message);
            }
        }
    }
}

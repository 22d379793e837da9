package org.papertide.platform.http;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelPipeline;
import io.netty.channel.ChannelPromise;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpRequestDecoder;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpResponseEncoder;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.handler.codec.http2.Http2ConnectionHandler;
import io.netty.util.concurrent.ScheduledFuture;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Closes a connection whose request has not arrived in time after its first byte, head and body
 * together. The idle timeout does not: a byte now and then is enough to it.
 *
 * <p>HTTP/1 only. In HTTP/2 a connection carries many requests; there the idle timeout and the
 * limits of streams and frames hold.
 *
 * <p>It stands first in the pipeline, where bytes come, and puts a second handler behind the
 * decoder, which tells when a request is complete. The decoder is there once the first bytes have
 * told HTTP/1 from HTTP/2, so these are passed on apart from the others.
 */
final class SlowRequests extends ChannelInboundHandlerAdapter {

    /** Enough to tell {@code PRI } of HTTP/2 from {@code POST}. */
    private static final int FIRST_BYTES = 4;

    private enum State {
        /** Nothing of the next request has come. */
        IDLE,
        /** Its first byte has come, and not its last one. */
        ARRIVING,
        /** It may take its time. */
        LONG
    }

    private final Duration within;
    private final List<String> longRequests;
    private State state = State.IDLE;
    private @Nullable ScheduledFuture<?> deadline;
    private int passed;
    private boolean watched;
    private boolean http2;

    /**
     * @param longRequests paths of requests that may take longer
     */
    SlowRequests(Duration within, List<String> longRequests) {
        this.within = within;
        this.longRequests = List.copyOf(longRequests);
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        if (http2 || !(message instanceof ByteBuf bytes)) {
            context.fireChannelRead(message);
            return;
        }
        if (state == State.IDLE) {
            state = State.ARRIVING;
            deadline =
                    context.executor()
                            .schedule(() -> end(context), within.toMillis(), TimeUnit.MILLISECONDS);
        }
        int missing = FIRST_BYTES - passed;
        if (missing > 0 && bytes.readableBytes() > missing) {
            passed = FIRST_BYTES;
            context.fireChannelRead(bytes.readRetainedSlice(missing));
            watch(context.pipeline());
        } else if (missing > 0) {
            passed += bytes.readableBytes();
        }
        context.fireChannelRead(bytes);
        watch(context.pipeline());
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) {
        idle();
        context.fireChannelInactive();
    }

    private void end(ChannelHandlerContext context) {
        ChannelPipeline pipeline = context.pipeline();
        // After an upgrade to HTTP/2, or with a protocol that is none of these, it is not ours.
        if (state == State.ARRIVING
                && (!watched || pipeline.context(HttpRequestDecoder.class) != null)) {
            var _ = context.close();
        } else {
            http2 = true;
        }
    }

    private void watch(ChannelPipeline pipeline) {
        if (watched || http2) {
            return;
        }
        ChannelHandlerContext encoder = pipeline.context(HttpResponseEncoder.class);
        ChannelHandlerContext decoder = pipeline.context(HttpRequestDecoder.class);
        if (encoder != null && decoder != null) {
            watched = true;
            boolean decodesLast =
                    pipeline.names().indexOf(decoder.name())
                            > pipeline.names().indexOf(encoder.name());
            pipeline.addAfter(decodesLast ? decoder.name() : encoder.name(), null, new Messages());
        } else if (pipeline.context(Http2ConnectionHandler.class) != null) {
            http2 = true;
            idle();
        }
    }

    private void idle() {
        state = State.IDLE;
        if (deadline != null) {
            deadline.cancel(false);
            deadline = null;
        }
    }

    private void mayTakeLonger() {
        idle();
        state = State.LONG;
    }

    private boolean isLong(String uri) {
        return longRequests.stream().anyMatch(uri::startsWith);
    }

    /** Sees requests and answers as messages. */
    private final class Messages extends ChannelDuplexHandler {

        private boolean inRequest;

        @Override
        public void channelRead(ChannelHandlerContext context, Object message) {
            if (message instanceof HttpRequest request) {
                inRequest = true;
                if (isLong(request.uri())) {
                    mayTakeLonger();
                }
            } else if (message instanceof HttpContent && !inRequest) {
                // Its head came before this handler, as behind the end of a TLS handshake.
                inRequest = true;
                mayTakeLonger();
            }
            if (message instanceof LastHttpContent) {
                inRequest = false;
                idle();
            }
            context.fireChannelRead(message);
        }

        @Override
        public void write(ChannelHandlerContext context, Object message, ChannelPromise promise) {
            if (message instanceof HttpResponse && state == State.ARRIVING) {
                idle();
            }
            var _ = context.write(message, promise);
        }
    }
}

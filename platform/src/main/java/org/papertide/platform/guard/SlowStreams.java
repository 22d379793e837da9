package org.papertide.platform.guard;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.http2.Http2ConnectionAdapter;
import io.netty.handler.codec.http2.Http2ConnectionHandler;
import io.netty.handler.codec.http2.Http2Error;
import io.netty.handler.codec.http2.Http2Exception;
import io.netty.handler.codec.http2.Http2FrameListener;
import io.netty.handler.codec.http2.Http2FrameListenerDecorator;
import io.netty.handler.codec.http2.Http2Headers;
import io.netty.handler.codec.http2.Http2Settings;
import io.netty.handler.codec.http2.Http2Stream;
import io.netty.util.concurrent.ScheduledFuture;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * The deadline of {@link SlowRequests} on a connection of HTTP/2. A stream whose request has not
 * arrived in time is reset, and its neighbours go on: they may be other clients' of a proxy. A
 * frame that has not arrived in time closes the connection, and so does the head of a request in
 * many frames: nothing else can come before its end.
 *
 * <p>It stands before Netty's handler of HTTP/2, where bytes come, and hears of the frames that
 * this tells of. Rejected: to hear of frames alone, for those of a stream that was reset are not
 * told. All of it runs on the connection's event loop.
 */
final class SlowStreams extends ChannelInboundHandlerAdapter {

    private final Http2ConnectionHandler http2;
    private final ChannelHandlerContext http2Context;
    private final Duration within;
    private final Predicate<CharSequence> mayTakeLonger;

    /** The deadlines of the streams whose requests are arriving. */
    private final Map<Integer, ScheduledFuture<?>> arriving = new HashMap<>();

    /** Null if the bytes before were not seen, as behind the end of a TLS handshake. */
    private @Nullable FrameBoundaries boundaries;

    /** The deadline of the frame that is arriving. */
    private @Nullable ScheduledFuture<?> frame;

    private boolean begun;

    private SlowStreams(
            Http2ConnectionHandler http2,
            ChannelHandlerContext http2Context,
            Duration within,
            Predicate<CharSequence> mayTakeLonger,
            boolean afterPreface) {
        this.boundaries = afterPreface ? new FrameBoundaries(false) : null;
        this.begun = afterPreface;
        this.http2 = http2;
        this.http2Context = http2Context;
        this.within = within;
        this.mayTakeLonger = mayTakeLonger;
    }

    /**
     * Watches a connection from now on.
     *
     * @param mayTakeLonger the paths of requests that may take longer
     * @param afterPreface whether the client's preface has come, and nothing behind it
     */
    static void watch(
            ChannelHandlerContext http2Context,
            Duration within,
            Predicate<CharSequence> mayTakeLonger,
            boolean afterPreface) {
        Http2ConnectionHandler http2 = (Http2ConnectionHandler) http2Context.handler();
        SlowStreams slow =
                new SlowStreams(http2, http2Context, within, mayTakeLonger, afterPreface);
        slow.watchFrames();
        http2.connection().addListener(slow.new Streams());
        http2Context.pipeline().addBefore(http2Context.name(), null, slow);
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        if (message instanceof ByteBuf bytes) {
            follow(context, bytes);
        }
        context.fireChannelRead(message);
    }

    private void follow(ChannelHandlerContext context, ByteBuf bytes) {
        if (!begun && bytes.isReadable()) {
            begun = true;
            boundaries =
                    bytes.getByte(bytes.readerIndex()) == 'P' ? new FrameBoundaries(true) : null;
        }
        if (boundaries == null) {
            return;
        }
        boundaries.pass(bytes);
        if (!boundaries.isWithin()) {
            frameEnded();
        } else if (frame == null) {
            frame =
                    schedule(() -> {
                        var _ = context.close();
                    });
        }
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) {
        frameEnded();
        arriving.values().forEach(deadline -> deadline.cancel(false));
        arriving.clear();
        context.fireChannelInactive();
    }

    /** Vert.x puts another listener in place when the first settings have come. */
    private void watchFrames() {
        Http2FrameListener listener = http2.decoder().frameListener();
        if (!(listener instanceof Frames)) {
            http2.decoder().frameListener(new Frames(listener));
        }
    }

    private void frameEnded() {
        if (frame != null) {
            frame.cancel(false);
            frame = null;
        }
    }

    private void begins(int streamId, Http2Headers headers) {
        CharSequence path = headers.path();
        if (!arriving.containsKey(streamId) && (path == null || !mayTakeLonger.test(path))) {
            arriving.put(streamId, schedule(() -> reset(streamId)));
        }
    }

    private void ends(int streamId) {
        ScheduledFuture<?> deadline = arriving.remove(streamId);
        if (deadline != null) {
            deadline.cancel(false);
        }
    }

    private void reset(int streamId) {
        arriving.remove(streamId);
        if (http2.connection().stream(streamId) != null) {
            var _ =
                    http2.resetStream(
                            http2Context,
                            streamId,
                            Http2Error.CANCEL.code(),
                            http2Context.newPromise());
            http2Context.flush();
        }
    }

    private ScheduledFuture<?> schedule(Runnable action) {
        return http2Context.executor().schedule(action, within.toMillis(), TimeUnit.MILLISECONDS);
    }

    /** Sees that streams are closed, by either side. */
    private final class Streams extends Http2ConnectionAdapter {

        @Override
        public void onStreamClosed(Http2Stream stream) {
            ends(stream.id());
        }
    }

    /** Sees where requests begin and end. */
    private final class Frames extends Http2FrameListenerDecorator {

        Frames(Http2FrameListener listener) {
            super(listener);
        }

        @Override
        public int onDataRead(
                ChannelHandlerContext context,
                int streamId,
                ByteBuf data,
                int padding,
                boolean endOfStream)
                throws Http2Exception {
            if (endOfStream) {
                ends(streamId);
            }
            return super.onDataRead(context, streamId, data, padding, endOfStream);
        }

        @Override
        public void onHeadersRead(
                ChannelHandlerContext context,
                int streamId,
                Http2Headers headers,
                int padding,
                boolean endOfStream)
                throws Http2Exception {
            headersRead(streamId, headers, endOfStream);
            super.onHeadersRead(context, streamId, headers, padding, endOfStream);
        }

        @Override
        public void onHeadersRead(
                ChannelHandlerContext context,
                int streamId,
                Http2Headers headers,
                int streamDependency,
                short weight,
                boolean exclusive,
                int padding,
                boolean endOfStream)
                throws Http2Exception {
            headersRead(streamId, headers, endOfStream);
            super.onHeadersRead(
                    context,
                    streamId,
                    headers,
                    streamDependency,
                    weight,
                    exclusive,
                    padding,
                    endOfStream);
        }

        private void headersRead(int streamId, Http2Headers headers, boolean endOfStream) {
            if (endOfStream) {
                ends(streamId);
            } else {
                begins(streamId, headers);
            }
        }

        @Override
        public void onSettingsRead(ChannelHandlerContext context, Http2Settings settings)
                throws Http2Exception {
            super.onSettingsRead(context, settings);
            watchFrames();
        }
    }
}

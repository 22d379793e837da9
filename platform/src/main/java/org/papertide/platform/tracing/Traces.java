package org.papertide.platform.tracing;

import io.opentelemetry.api.OpenTelemetry;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.TraceFlags;
import io.opentelemetry.api.trace.TraceState;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.Scope;
import java.nio.charset.StandardCharsets;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;
import org.jspecify.annotations.Nullable;

/**
 * Begins the steps of traces. A trace is handed on as a text, the value of the header {@value
 * #HEADER}: through Kafka, through the outbox, and through a table where work waits for long.
 */
public final class Traces {

    /** The header of records, and the name that W3C Trace Context gives it. */
    public static final String HEADER = "traceparent";

    /** Takes part in no trace. */
    public static final Traces OFF = new Traces(OpenTelemetry.noop(), false);

    /** Version 00: trace, span, flags. */
    private static final Pattern TEXT =
            Pattern.compile("00-([0-9a-f]{32})-([0-9a-f]{16})-([0-9a-f]{2})");

    private final Tracer tracer;
    private final boolean on;

    private Traces(OpenTelemetry telemetry, boolean on) {
        this.tracer = telemetry.getTracer("org.papertide");
        this.on = on;
    }

    /** Steps that go to whoever collects spans. */
    public static Traces to(OpenTelemetry telemetry) {
        return new Traces(telemetry, true);
    }

    /** Whether somebody collects. */
    public boolean isOn() {
        return on;
    }

    /** The trace that a record belongs to; null if it belongs to none, or nobody collects. */
    public @Nullable String of(Headers headers) {
        Header header = on ? headers.lastHeader(HEADER) : null;
        if (header == null || header.value() == null) {
            return null;
        }
        String text = new String(header.value(), StandardCharsets.US_ASCII);
        return TEXT.matcher(text).matches() ? text : null;
    }

    /** Adds the header of a trace to a record's, if there is a trace. */
    public static void add(@Nullable String trace, Headers headers) {
        if (trace != null) {
            headers.remove(HEADER);
            headers.add(HEADER, trace.getBytes(StandardCharsets.US_ASCII));
        }
    }

    /** The trace of what runs now on this thread; null if there is none. */
    public static @Nullable String current() {
        return text(Span.current().getSpanContext());
    }

    /** A step with which a trace begins. */
    public Step begin(String name) {
        return on
                ? new Step(tracer.spanBuilder(name).setNoParent().startSpan())
                : new Step(Span.getInvalid());
    }

    /**
     * A step of a trace.
     *
     * @param trace as another step handed it on; null for a step of no trace, which tells nobody
     */
    public Step goOn(String name, SpanKind kind, @Nullable String trace) {
        SpanContext parent = trace == null || !on ? SpanContext.getInvalid() : context(trace);
        if (!parent.isValid()) {
            return new Step(Span.getInvalid());
        }
        return new Step(
                tracer.spanBuilder(name)
                        .setSpanKind(kind)
                        .setParent(Context.root().with(Span.wrap(parent)))
                        .startSpan());
    }

    private static SpanContext context(String trace) {
        Matcher text = TEXT.matcher(trace);
        return text.matches()
                ? SpanContext.createFromRemoteParent(
                        text.group(1),
                        text.group(2),
                        TraceFlags.fromHex(text.group(3), 0),
                        TraceState.getDefault())
                : SpanContext.getInvalid();
    }

    private static @Nullable String text(SpanContext context) {
        return context.isValid()
                ? "00-%s-%s-%s"
                        .formatted(
                                context.getTraceId(),
                                context.getSpanId(),
                                context.getTraceFlags().asHex())
                : null;
    }

    /** Work that may fail. */
    @FunctionalInterface
    public interface Work<E extends Exception> {
        void run() throws E;
    }

    /** A step that has begun. It ends when it is closed, on whatever thread. */
    public static final class Step implements AutoCloseable {

        private final Span span;

        private Step(Span span) {
            this.span = span;
        }

        /** What hands the trace on from here; null if there is none. */
        public @Nullable String trace() {
            return text(span.getSpanContext());
        }

        /** Says which one it is, by a key of the log's vocabulary. */
        public Step with(String key, String value) {
            if (span.isRecording()) {
                span.setAttribute("papertide." + key, value);
            }
            return this;
        }

        /** The same, by a number. */
        public Step with(String key, long value) {
            if (span.isRecording()) {
                span.setAttribute("papertide." + key, value);
            }
            return this;
        }

        /** Does work that is part of this step: what it calls finds the trace. */
        public <E extends Exception> void during(Work<E> work) throws E {
            try (Scope _ = span.makeCurrent()) {
                work.run();
            }
        }

        @Override
        public void close() {
            span.end();
        }
    }
}

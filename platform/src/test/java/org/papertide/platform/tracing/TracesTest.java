package org.papertide.platform.tracing;

import static org.assertj.core.api.Assertions.assertThat;

import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.sdk.OpenTelemetrySdk;
import io.opentelemetry.sdk.common.CompletableResultCode;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.export.SimpleSpanProcessor;
import io.opentelemetry.sdk.trace.export.SpanExporter;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TracesTest {

    private final List<SpanData> told = new ArrayList<>();
    private final Traces traces =
            Traces.to(
                    OpenTelemetrySdk.builder()
                            .setTracerProvider(
                                    SdkTracerProvider.builder()
                                            .addSpanProcessor(
                                                    SimpleSpanProcessor.create(new Collector()))
                                            .build())
                            .build());

    private final class Collector implements SpanExporter {
        @Override
        public CompletableResultCode export(Collection<SpanData> spans) {
            told.addAll(spans);
            return CompletableResultCode.ofSuccess();
        }

        @Override
        public CompletableResultCode flush() {
            return CompletableResultCode.ofSuccess();
        }

        @Override
        public CompletableResultCode shutdown() {
            return CompletableResultCode.ofSuccess();
        }
    }

    @Test
    void goOnInTheHeadersOfRecords() {
        RecordHeaders headers = new RecordHeaders();
        try (Traces.Step first = traces.begin("poll a source").with("source", "arxiv-api")) {
            first.during(() -> Traces.add(Traces.current(), headers));
        }
        String trace = Objects.requireNonNull(traces.of(headers));
        try (Traces.Step second = traces.goOn("score", SpanKind.CONSUMER, trace)) {
            Traces.add(second.trace(), headers);
        }
        assertThat(headers.headers(Traces.HEADER)).hasSize(1);
        traces.goOn("plan an alert", SpanKind.CONSUMER, traces.of(headers)).close();

        assertThat(told)
                .extracting(SpanData::getName)
                .containsExactly("poll a source", "score", "plan an alert");
        assertThat(told)
                .extracting(SpanData::getTraceId)
                .containsOnly(told.getFirst().getTraceId());
        assertThat(told.get(1).getParentSpanId()).isEqualTo(told.get(0).getSpanId());
        assertThat(told.get(2).getParentSpanId()).isEqualTo(told.get(1).getSpanId());
        assertThat(told.getFirst().getAttributes().asMap().toString())
                .contains("papertide.source=arxiv-api");
    }

    /** Headers are written by whoever may write to the topic. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "00-",
                "nonsense",
                "00-00000000000000000000000000000000-0000000000000000-01",
                "ff-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01",
                "00-0AF7651916CD43DD8448EB211C80319C-b7ad6b7169203331-01"
            })
    void leaveAloneWhatIsNoTrace(String text) {
        RecordHeaders headers = new RecordHeaders();
        headers.add(Traces.HEADER, text.getBytes(StandardCharsets.UTF_8));
        try (Traces.Step step = traces.goOn("score", SpanKind.CONSUMER, traces.of(headers))) {
            assertThat(step.trace()).isNull();
        }
        assertThat(told).isEmpty();
    }

    @Test
    void areNothingWhereNobodyCollects() {
        RecordHeaders headers = new RecordHeaders();
        headers.add(
                Traces.HEADER,
                "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01"
                        .getBytes(StandardCharsets.UTF_8));
        assertThat(Traces.OFF.of(headers)).isNull();
        try (Traces.Step step = Traces.OFF.begin("poll a source")) {
            assertThat(step.trace()).isNull();
            step.during(() -> assertThat(Traces.current()).isNull());
        }
        Traces.add(null, headers);
        assertThat(headers.toArray()).hasSize(1);
    }

    @Test
    void goOnOnlyIfThereIsOne() {
        traces.goOn("score", SpanKind.CONSUMER, null).close();
        assertThat(told).isEmpty();
        assertThat(Traces.current()).isNull();
    }
}

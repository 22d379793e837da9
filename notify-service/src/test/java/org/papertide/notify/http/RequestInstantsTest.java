package org.papertide.notify.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.papertide.platform.http.JsonRequestReader;
import org.papertide.platform.http.JsonRequestReader.Limits;
import org.papertide.platform.http.JsonRequestReader.Read;
import org.papertide.platform.http.JsonRequestReader.UnknownFields;
import org.papertide.testing.Growth;

/** How requests of this service are read by the platform. */
class RequestInstantsTest {

    record Order(
            @Nullable String name, @Nullable List<String> notes, @Nullable OffsetDateTime due) {}

    private static Read<Order> read(String json) {
        return new JsonRequestReader<>(
                        Order.class,
                        TestValidator.get(),
                        UnknownFields.REFUSED,
                        Limits.ONE_REQUEST,
                        RequestInstants.ALL)
                .read(json.getBytes(StandardCharsets.UTF_8));
    }

    @ParameterizedTest
    @CsvSource({
        "2016-12-31T18:59:60-05:00, 2016-12-31T23:59:59Z",
        "2026-05-04T24:00:00Z, 2026-05-05T00:00:00Z",
        "2026-05-04T08:00+02:00, 2026-05-04T06:00:00Z"
    })
    void readsInstantsAsOthersWriteThem(String written, OffsetDateTime instant) {
        assertThat(read("{\"due\": \"%s\"}".formatted(written)))
                .isEqualTo(new Read.Valid<>(new Order(null, null, instant)));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "2200-01-01T00:00:00Z",
                "+999999999-12-31T23:59:59-18:00",
                "-999999999-01-01T00:00:00+18:00"
            })
    void refusesThoseThatNoEventHas(String written) {
        assertThat(read("{\"due\": \"%s\"}".formatted(written))).isInstanceOf(Read.Invalid.class);
    }

    @Test
    void takesTimeInProportionToTheBody() {
        Growth.assertLinear(
                700, n -> fields(IntStream.range(0, n).mapToObj(i -> "n" + i)), this::readAny);
        Growth.assertLinear(
                400, n -> fields(IntStream.range(0, n).mapToObj(this::collides)), this::readAny);
        Growth.assertLinear(3_000, n -> "{\"notes\":[" + "1,".repeat(n) + "1]}", this::readAny);
    }

    private void readAny(String json) {
        for (int i = 0; i < 20; i++) {
            var _ = read(json);
        }
    }

    private static String fields(Stream<String> names) {
        return names.map(name -> "\"" + name + "\":1").collect(Collectors.joining(",", "{", "}"));
    }

    /** Names of one hash: "Aa" and "BB" have the same, and so have all of such pairs in a row. */
    private String collides(int number) {
        return Integer.toBinaryString(number | 1 << 10).replace("0", "Aa").replace("1", "BB");
    }
}

package org.papertide.manifests;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.fabric8.kubernetes.api.model.Quantity;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What the chart asks for follows from what the images were measured to take. */
class MemoryTest {

    private static final int MEBIBYTE = 1024 * 1024;

    /** The heap is half of the limit; half of that is filled in daily work. */
    @ParameterizedTest
    @EnumSource
    void isRequestedForRestAndHalfOfTheHeap(PapertideService service) {
        Matcher measured =
                // The table of measures of the images: rest at most, and the limit.
                Pattern.compile(
                                "(?m)^\\| `%s-service` \\|.*\\| \\d+ to (\\d+) MiB of (\\d+)\\b"
                                        .formatted(service.component()))
                        .matcher(Checkout.read(Checkout.ROOT.resolve("deploy/images/README.md")));
        assertThat(measured.find()).isTrue();
        int rest = Integer.parseInt(measured.group(1));
        int limit = Integer.parseInt(measured.group(2));

        JsonNode resources = service.container(ValueSets.rendered("trial")).path("resources");
        assertThat(mebibytes(resources.at("/limits/memory"))).isEqualTo(limit);
        assertThat(mebibytes(resources.at("/requests/memory")))
                .isBetween(rest + limit / 4, rest + limit / 2);
    }

    private static int mebibytes(JsonNode quantity) {
        return Quantity.parse(quantity.asText()).getNumericalAmount().intValue() / MEBIBYTE;
    }
}

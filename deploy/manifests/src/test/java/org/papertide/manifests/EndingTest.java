package org.papertide.manifests;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.MissingNode;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Who runs the images without the chart gives services the time that they take to end, too. */
class EndingTest {

    private static final Pattern GRACE =
            Pattern.compile("(?s)^x-service: .*?\\n  stop_grace_period: (\\d+)s\\n");

    @ParameterizedTest
    @EnumSource
    void isWaitedForByCompose(PapertideService service) {
        String file = Checkout.read(Checkout.ROOT.resolve("deploy/compose/compose.yaml"));
        Matcher grace = GRACE.matcher(file.substring(file.indexOf("x-service")));
        assertThat(grace.find()).isTrue();
        assertThat(Integer.parseInt(grace.group(1))).isGreaterThanOrEqualTo(seconds(service));
    }

    @ParameterizedTest
    @EnumSource
    void isWhatTheImagesSay(PapertideService service) {
        assertThat(Checkout.read(Checkout.ROOT.resolve("deploy/images/README.md")))
                .containsPattern(
                        "%s\\s+(?:takes )?%d s\\b"
                                .formatted(service.component(), seconds(service)));
    }

    private static int seconds(PapertideService service) {
        return service.endingSeconds(MissingNode.getInstance());
    }
}

package org.papertide.testing.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.provider.MethodSource;
import org.papertide.events.PaperId;

class PaperIdFuzzTest {

    static List<byte[]> samples() {
        return Fuzz.texts(
                "https://arxiv.org/abs/2409.01234v2/?context=cs.LG",
                "oai:arXiv.org:math.GT/0309136v1 [cs.LG]",
                "https://doi.org/10.48550/ARXIV.HEP-EX/0307015",
                "10.1002/(SICI)1099(199601)36:1&lt;11::AID-XYZ9%3E3.0.CO;2-6).",
                "10.48550/arXiv." + "a".repeat(290) + "/0301001",
                "x".repeat(290) + "/0301001");
    }

    @Test
    void findsACanonicalIdOrNoneInAnyText() {
        Fuzz.text(samples(), PaperIdFuzzTest::check);
    }

    @MethodSource("samples")
    @FuzzTest
    void fuzz(byte[] input) {
        Fuzz.checkText(input, PaperIdFuzzTest::check);
    }

    private static void check(String input) {
        Stream.of(PaperId.findArxiv(input), PaperId.findDoi(input))
                .flatMap(Optional::stream)
                .forEach(id -> assertThat(new PaperId(id.value()).isTitle()).isFalse());
    }
}

package org.papertide.ranking.search;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Set;
import org.junit.jupiter.api.Test;

class VectorFieldsTest {

    @Test
    void takesAFewHoweverManyThereAre() {
        VectorFields fields = new VectorFields(Set.of(), false);
        for (int model = 0; model < 10_000; model++) {
            assertThat(fields.takes("model/" + model)).isEqualTo(model < VectorFields.MOST);
        }
        assertThat(fields.taken()).hasSize(VectorFields.MOST);
        assertThat(fields.leftOut()).isTrue();
        assertThat(fields.takes("model/0")).as("as before").isTrue();
    }

    @Test
    void alwaysTakesThoseThatRun() {
        VectorFields fields = new VectorFields(Set.of("a", "b", "c", "d"), false);
        assertThat(fields.serve(Set.of("d", "e"))).isTrue();
        assertThat(fields.takes("e")).isTrue();
    }

    @Test
    void saysThatItMayHaveLeftSomeOut() {
        VectorFields fields = new VectorFields(Set.of("a", "b", "c", "d"), true);
        assertThat(fields.serve(Set.of("a"))).isTrue();
        assertThat(fields.serve(Set.of("e"))).isFalse();
    }
}

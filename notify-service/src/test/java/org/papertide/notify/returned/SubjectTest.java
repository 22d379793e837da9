package org.papertide.notify.returned;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class SubjectTest {

    @Test
    void isStoredAndReadAgain() {
        for (Subject subject :
                new Subject[] {new Subject.OfDelivery(7), new Subject.OfSubscription(8)}) {
            assertThat(Subject.of(subject.about(), subject.id())).isEqualTo(subject);
        }
        assertThatThrownBy(() -> Subject.of("EDITION", 7))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("EDITION");
    }

    @Test
    void showsItsNumberAlone() {
        assertThat(new Subject.OfDelivery(7)).hasToString("OfDelivery[id=7]");
    }
}

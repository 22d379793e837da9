package org.papertide.notify.returned;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class SubjectTest {

    @Test
    void isStoredAndReadAgain() {
        for (Subject subject :
                new Subject[] {new Subject.OfDelivery(7), new Subject.OfSubscription(8)}) {
            assertThat(Subject.of(subject.about(), subject.id())).contains(subject);
        }
        assertThat(Subject.of("EDITION", 7)).as("of a later release").isEmpty();
    }

    @Test
    void showsItsNumberAlone() {
        assertThat(new Subject.OfDelivery(7)).hasToString("OfDelivery[id=7]");
    }
}

package org.papertide.notify.interest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.ZoneOffset;
import java.util.Collections;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.papertide.events.PaperId;

class ThemeTest {

    private static final PaperId PAPER = new PaperId("arxiv:2409.01234");

    private static Theme about(String... texts) {
        return new Theme(List.of(texts), List.of(), List.of(), Amount.SOME);
    }

    private static Interest interest(Theme theme) {
        return new Interest(
                Frequency.DAILY,
                ZoneOffset.UTC,
                8,
                List.of(),
                List.of(),
                List.of(),
                List.of(),
                null,
                10,
                theme);
    }

    @Test
    void isTheSameInWhateverOrderItWasGiven() {
        assertThat(about("b", "a", "b")).isEqualTo(about("a", "b"));
        assertThat(about("b", "a").key()).isEqualTo(about("a", "b").key());
    }

    /** Digests of one filter are shared: what differs in anything is another one. */
    @Test
    void givesDifferentThemesDifferentKeys() {
        List<Theme> themes =
                List.of(
                        Theme.ANY,
                        about("a"),
                        about("a", "b"),
                        new Theme(List.of(), List.of("a"), List.of(), Amount.SOME),
                        new Theme(List.of("a"), List.of("b"), List.of(), Amount.SOME),
                        new Theme(List.of("a"), List.of(), List.of(), Amount.FEW),
                        new Theme(List.of(), List.of(), List.of(PAPER), Amount.SOME),
                        about(PAPER.value()));

        assertThat(themes.stream().map(each -> interest(each).filterKey())).doesNotHaveDuplicates();
        assertThat(themes.stream().skip(1).map(Theme::key)).doesNotHaveDuplicates();
    }

    @Test
    void leavesTheKeysOfEarlierReleases() {
        assertThat(interest(Theme.ANY).filterKey()).isEqualTo("234bac7f831b522c174528652b28d257");
    }

    @Test
    void hasNoAmountOfNothing() {
        assertThat(new Theme(List.of(), List.of(), List.of(), Amount.MANY)).isEqualTo(Theme.ANY);
    }

    @Test
    void refusesWhatIsTooMuch() {
        assertThatThrownBy(() ->
                        about(
                                Stream.iterate("a", text -> text + "a")
                                        .limit(6)
                                        .toArray(String[]::new)))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> about("x".repeat(501)))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> about(" ")).isInstanceOf(IllegalArgumentException.class);
        assertThat(about("x".repeat(500)).about()).hasSize(1);
        assertThat(
                        new Theme(List.of(), List.of(), Collections.nCopies(30, PAPER), Amount.SOME)
                                .like())
                .hasSize(1);
    }
}

package org.papertide.notify.signup;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.validation.ConstraintValidator;
import jakarta.validation.ConstraintValidatorFactory;
import jakarta.validation.Validation;
import java.util.List;
import org.hibernate.validator.messageinterpolation.ParameterMessageInterpolator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.papertide.platform.http.Problem.FieldError;
import org.papertide.platform.http.RequestValidator;

class FilterEntriesTest {

    private static List<FieldError> problems(List<String> seen, List<String> categories) {
        return validator(seen)
                .problems(
                        new SubscriptionRequest(
                                null, null, null, null, categories, null, null, null, null, null),
                        List.of());
    }

    private static RequestValidator validator(List<String> seenCategories) {
        return new RequestValidator(
                Validation.byDefaultProvider()
                        .configure()
                        .messageInterpolator(new ParameterMessageInterpolator())
                        .constraintValidatorFactory(new Validators(seenCategories))
                        .buildValidatorFactory()
                        .getValidator());
    }

    /** Makes those of lists with the categories of the papers, and the others as they are. */
    private record Validators(List<String> seenCategories) implements ConstraintValidatorFactory {

        @Override
        public <T extends ConstraintValidator<?, ?>> T getInstance(Class<T> type) {
            if (type.equals(FilterEntries.Check.class)) {
                return type.cast(new FilterEntries.Check(() -> seenCategories));
            }
            try {
                return type.getDeclaredConstructor().newInstance();
            } catch (ReflectiveOperationException e) {
                throw new IllegalStateException(e);
            }
        }

        @Override
        public void releaseInstance(ConstraintValidator<?, ?> validator) {
            // It holds nothing.
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"cs.LG", "CS.lg", "cs", "math", "astro-ph", "hep-th", "bio.Cells", "bio"})
    void takesCategoriesAndArchivesThatThereAre(String category) {
        assertThat(problems(List.of("bio.cells", "cs.LG"), List.of(category))).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "cs.LGG | arXiv has no category cs.LGG.",
                "hep-th.AB | arXiv has no category hep-th.AB.",
                "LG | There is no category LG: neither arXiv nor any recently listed paper uses it.",
                "bio.cell | There is no category bio.cell: neither arXiv nor any recently listed paper uses it.",
                "two words | “two words” is not right. Please give categories such as cs.LG."
            })
    void refusesACategoryThatNoPaperHasByItsName(String category, String why) {
        assertThat(problems(List.of("bio.cells", "cs.LG"), List.of("cs.CL", category, "LGG")))
                .containsExactly(new FieldError("categories", why));
    }

    @Test
    void takesWhatMayBeACategoryWhereNoPapersAreKnown() {
        assertThat(problems(List.of(), List.of("bio.cells"))).isEmpty();
        assertThat(problems(List.of(), List.of("cs.LGG"))).isNotEmpty();
    }

    /** A conference has papers once a year: who changes the hour need not give it up. */
    @Test
    void asksNothingAboutWhatASubscriptionHas() {
        SubscriptionRequest request =
                new SubscriptionRequest(
                        null, null, null, null, List.of("LG", "LGG"), null, null, null, null, null);
        assertThat(
                        validator(List.of("cs.LG"))
                                .problems(
                                        request.withoutCategories(List.of("LG", "LGG")), List.of()))
                .isEmpty();
        assertThat(
                        validator(List.of("cs.LG"))
                                .problems(request.withoutCategories(List.of("LG")), List.of()))
                .extracting(FieldError::detail)
                .containsExactly(
                        "There is no category LGG: neither arXiv nor any recently listed paper uses it.");
    }

    @Test
    void writesCategoriesAsArxivDoes() {
        assertThat(
                        new SubscriptionRequest(
                                        null,
                                        null,
                                        null,
                                        null,
                                        List.of("cs.lg", "CS.LG", "Math", "Bio.x"),
                                        null,
                                        null,
                                        null,
                                        null,
                                        null)
                                .interest()
                                .categories())
                .containsExactly("cs.LG", "math", "Bio.x");
    }

    private static List<FieldError> problemsOfAuthors(String... authors) {
        return validator(List.of())
                .problems(
                        new SubscriptionRequest(
                                null,
                                null,
                                null,
                                null,
                                null,
                                null,
                                null,
                                List.of(authors),
                                null,
                                null),
                        List.of());
    }

    @Test
    void refusesInitialsThatNameNobodyAndSaysWhatIsMeant() {
        assertThat(problemsOfAuthors("Saxe", "A."))
                .containsExactly(
                        new FieldError(
                                "authors",
                                "“A.” is not right: initials alone are nobody's name. Please write"
                                        + " “A. Saxe” for “Saxe, A.”."));
        assertThat(problemsOfAuthors("J. R. R."))
                .extracting(FieldError::detail)
                .containsExactly("“J. R. R.” is not right: initials alone are nobody's name.");
        assertThat(problemsOfAuthors("A. Saxe", "Saxe, A.", "Li", "王", "Ø. Ås", "H1", "D0"))
                .isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"&", "2024", "A. 7"})
    void saysOfWhatIsNoNameThatANameHasLetters(String entry) {
        assertThat(problemsOfAuthors("Saxe", entry))
                .extracting(FieldError::detail)
                .containsExactly(
                        "“%s” is not right. Each entry needs a name with letters, and 1 to 100"
                                        .formatted(entry)
                                + " visible characters.");
    }

    /** What a reader wrote is shown as it is, and no template. */
    @ParameterizedTest
    @ValueSource(strings = {"{min}", "${7*7}", "\\{x\\}", "$1", "<b>!</b> {most} \\"})
    void namesTheFirstWrongEntryAsItWasWritten(String entry) {
        SubscriptionRequest request =
                new SubscriptionRequest(
                        null,
                        null,
                        null,
                        null,
                        null,
                        null,
                        null,
                        null,
                        null,
                        null,
                        null,
                        null,
                        List.of("2611.83296", entry, "and another"),
                        null);
        assertThat(validator(List.of()).problems(request, List.of()))
                .containsExactly(
                        new FieldError(
                                "like",
                                "“"
                                        + entry
                                        + "” is not right. Please give papers by arXiv id, DOI or"
                                        + " their addresses, such as 2409.01234."));
    }
}

package org.papertide.platform.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import jakarta.validation.Constraint;
import jakarta.validation.ConstraintValidator;
import jakarta.validation.ConstraintValidatorContext;
import jakarta.validation.ConstraintViolationException;
import jakarta.validation.Payload;
import jakarta.validation.Valid;
import jakarta.validation.Validation;
import jakarta.validation.ValidationException;
import jakarta.validation.Validator;
import jakarta.validation.ValidatorFactory;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.NotBlank;
import jakarta.ws.rs.NotFoundException;
import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.core.Response;
import java.io.IOException;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.nio.channels.ClosedChannelException;
import java.util.List;
import org.hibernate.validator.messageinterpolation.ParameterMessageInterpolator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.papertide.platform.database.DatabaseUnavailableException;

class ProblemMappersTest {

    private final ProblemMappers mappers = new ProblemMappers();

    /** A request as services declare them. */
    record Order(@NotBlank(message = "Please give a name.") String name, @Valid List<Item> items) {}

    /** A part of it. */
    record Item(@Max(value = 9, message = "Please give at most 9.") int count) {}

    /** A record with a constraint whose check throws. */
    record Fragile(@Throwing String text) {}

    @Retention(RetentionPolicy.RUNTIME)
    @Constraint(validatedBy = Throwing.Check.class)
    @interface Throwing {

        String message() default "";

        Class<?>[] groups() default {};

        Class<? extends Payload>[] payload() default {};

        /** Throws. */
        class Check implements ConstraintValidator<Throwing, String> {

            @Override
            public boolean isValid(String text, ConstraintValidatorContext context) {
                throw new IndexOutOfBoundsException(text);
            }
        }
    }

    /** What a service answers with. */
    static final class Resource {

        void order(
                @Valid Order body,
                @Max(value = 50, message = "Please give at most 50.") int limit) {}
    }

    @Test
    void listsAllBadFieldsByTheirNamesInTheRequest() throws ReflectiveOperationException {
        Order order = new Order(" ", List.of(new Item(1), new Item(10)));
        try (ValidatorFactory factory =
                Validation.byDefaultProvider()
                        .configure()
                        .messageInterpolator(new ParameterMessageInterpolator())
                        .buildValidatorFactory()) {
            Validator validator = factory.getValidator();
            var violations =
                    validator
                            .forExecutables()
                            .validateParameters(
                                    new Resource(),
                                    Resource.class.getDeclaredMethod(
                                            "order", Order.class, int.class),
                                    new Object[] {order, 51});
            Problem problem = problem(mappers.map(new ConstraintViolationException(violations)));
            assertThat(problem.status()).isEqualTo(400);
            assertThat(problem.errors())
                    .containsExactly(
                            new Problem.FieldError("items[1].count", "Please give at most 9."),
                            new Problem.FieldError("limit", "Please give at most 50."),
                            new Problem.FieldError("name", "Please give a name."));
        }
    }

    @Test
    void namesTheFieldThatJacksonRefuses() {
        JsonProcessingException failure =
                failureOf("{\"name\":\"a\",\"items\":[{\"count\":\"x\"}]}");
        Problem problem = problem(mappers.map(failure));
        assertThat(problem.status()).isEqualTo(400);
        assertThat(problem.errors())
                .singleElement()
                .extracting(Problem.FieldError::field)
                .isEqualTo("items[0].count");
        try (Response wrapped = mappers.map(new WebApplicationException(failure, 400))) {
            assertThat(wrapped.getEntity()).isEqualTo(problem);
        }
    }

    @Test
    void saysThatABodyIsNoJson() {
        Problem problem = problem(mappers.map(failureOf("<html>")));
        assertThat(problem.detail()).startsWith("The body cannot be read. ");
        assertThat(problem.errors()).isEmpty();
    }

    /** What Jackson says names our classes and its settings. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"name\": {}} | name | Please give a text.",
                "{\"items\": 5} | items | Please give a list.",
                "{\"items\": [5]} | items[0] | Please give an object.",
                "{\"items\": [{\"count\": []}]} | items[0].count | Please give a number.",
                "{\"name\": 1e99999999999, \"items\": 1e99999999999} | items | Please give a list.",
                "{\"name\": | '' | It ends too soon.",
                "{\"name\": \"a\" | '' | It ends too soon."
            })
    void saysWhatIsWrongInWordsOfItsOwn(String body, String field, String detail) {
        JsonProcessingException flaw = failureOf(body);
        assertThat(JsonFlaw.inWords(flaw)).isEqualTo(detail);
        assertThat(JsonFlaw.field(flaw)).isEqualTo(field);
        assertThat(problem(mappers.map(flaw)).detail()).doesNotContain("papertide", "java", "Json");
    }

    @Test
    void saysWhichLimitWasPassed() {
        assertThat(JsonFlaw.inWords(failureOf("{\"name\": " + "[".repeat(2_000))))
                .isIn("Its values are nested too deep.", "Please give a text.");
        assertThat(JsonFlaw.inWords(failureOf("{\"x\": " + "[".repeat(2_000))))
                .isEqualTo("Its values are nested too deep.");
        assertThat(JsonFlaw.inWords(failureOf("{\"" + "n".repeat(60_000) + "\": 1}")))
                .isEqualTo("A name in it is too long.");
        assertThat(
                        JsonFlaw.inWords(
                                failureOf("{\"items\":[{\"count\":" + "7".repeat(2_000) + "}]}")))
                .isEqualTo("A number in it has too many digits.");
    }

    /** A check of ours that no value should make fail, and one does. */
    @Test
    void answersAValueThatCannotBeCheckedWithAProblem() {
        try (ValidatorFactory factory =
                Validation.byDefaultProvider()
                        .configure()
                        .messageInterpolator(new ParameterMessageInterpolator())
                        .buildValidatorFactory()) {
            ValidationException failure =
                    catchThrowableOfType(
                            ValidationException.class,
                            () -> factory.getValidator().validate(new Fragile("x")));
            assertThat(problem(mappers.map(failure)).status()).isEqualTo(400);
        }
        assertThat(problem(mappers.map(new ValidationException("no such group"))).status())
                .isEqualTo(500);
    }

    @Test
    void givesTheFrameworksRefusalsTheSameShape() {
        Problem problem = problem(mappers.map(new NotFoundException("No such path.")));
        assertThat(problem).isEqualTo(Problem.of(404, "No such path."));
    }

    @Test
    void leavesAnswersAlone() {
        Response given = Response.status(409).entity("taken").build();
        assertThat(mappers.map(new WebApplicationException(given))).isSameAs(given);
    }

    @Test
    void asksToComeBackWhileTheDatabaseIsAway() {
        try (Response answer =
                mappers.map(new DatabaseUnavailableException(new IllegalStateException("08006")))) {
            assertThat(answer.getStatus()).isEqualTo(503);
            assertThat(answer.getHeaderString("Retry-After")).isEqualTo("5");
        }
    }

    @Test
    void saysThatABodyIsTooLargeOrDidNotComeToItsEnd() {
        assertThat(problem(mappers.map(new IOException("Request too large"))).status())
                .isEqualTo(413);
        assertThat(problem(mappers.map(new ClosedChannelException())))
                .isEqualTo(Problem.of(400, "The body is incomplete."));
    }

    @Test
    void doesNotShowWhatFailed() {
        try (Response answer = mappers.map(new IllegalStateException("secret"))) {
            assertThat(answer.getStatus()).isEqualTo(500);
            assertThat(String.valueOf(answer.getEntity())).doesNotContain("secret");
        }
    }

    private static JsonProcessingException failureOf(String body) {
        return catchThrowableOfType(
                JsonProcessingException.class,
                () -> new ObjectMapper().readValue(body, Order.class));
    }

    private static Problem problem(Response answer) {
        try (answer) {
            assertThat(answer.getMediaType()).hasToString(Problem.MEDIA_TYPE);
            return (Problem) answer.getEntity();
        }
    }
}

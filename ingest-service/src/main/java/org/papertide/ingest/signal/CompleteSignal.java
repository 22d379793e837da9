package org.papertide.ingest.signal;

import jakarta.validation.Constraint;
import jakarta.validation.ConstraintValidator;
import jakarta.validation.ConstraintValidatorContext;
import jakarta.validation.Payload;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The event names its paper and metric, and has either a value or an increment; an increment has an
 * event id.
 */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@Constraint(validatedBy = CompleteSignal.Check.class)
@interface CompleteSignal {

    String message() default NEITHER;

    String NEITHER = "Please give either value or increment.";

    Class<?>[] groups() default {};

    Class<? extends Payload>[] payload() default {};

    /** Reports at each field that is missing or one too many. */
    class Check implements ConstraintValidator<CompleteSignal, SignalRequest> {

        @Override
        public boolean isValid(@Nullable SignalRequest event, ConstraintValidatorContext context) {
            if (event == null) {
                return true;
            }
            Map<String, String> problems = new LinkedHashMap<>();
            if (event.paperId() == null) {
                problems.put("paperId", SignalRequest.MISSING);
            }
            if (event.metric() == null) {
                problems.put("metric", SignalRequest.MISSING);
            }
            if ((event.value() == null) == (event.increment() == null)) {
                problems.put("value", context.getDefaultConstraintMessageTemplate());
            } else if (event.increment() != null && event.eventId() == null) {
                problems.put(
                        "eventId",
                        "Please give one: without it, an increment sent again counts twice.");
            }
            if (!problems.isEmpty()) {
                context.disableDefaultConstraintViolation();
            }
            problems.forEach((field, message) ->
                    context.buildConstraintViolationWithTemplate(message)
                            .addPropertyNode(field)
                            .addConstraintViolation());
            return problems.isEmpty();
        }
    }
}

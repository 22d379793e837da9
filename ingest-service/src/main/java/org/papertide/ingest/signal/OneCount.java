package org.papertide.ingest.signal;

import jakarta.validation.Constraint;
import jakarta.validation.ConstraintValidator;
import jakarta.validation.ConstraintValidatorContext;
import jakarta.validation.Payload;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.jspecify.annotations.Nullable;

/** The event has either a value or an increment, and an increment has an event id. */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@Constraint(validatedBy = OneCount.Check.class)
@interface OneCount {

    String message() default "Please give either value or increment.";

    Class<?>[] groups() default {};

    Class<? extends Payload>[] payload() default {};

    /** Reports at the field that is missing or one too many. */
    class Check implements ConstraintValidator<OneCount, SignalRequest> {

        @Override
        public boolean isValid(@Nullable SignalRequest event, ConstraintValidatorContext context) {
            if (event == null) {
                return true;
            }
            if ((event.value() == null) == (event.increment() == null)) {
                return refuse(context, "value", context.getDefaultConstraintMessageTemplate());
            }
            if (event.increment() != null && event.eventId() == null) {
                return refuse(
                        context,
                        "eventId",
                        "Please give one: without it, an increment sent again counts twice.");
            }
            return true;
        }

        private static boolean refuse(
                ConstraintValidatorContext context, String field, String message) {
            context.disableDefaultConstraintViolation();
            context.buildConstraintViolationWithTemplate(message)
                    .addPropertyNode(field)
                    .addConstraintViolation();
            return false;
        }
    }
}

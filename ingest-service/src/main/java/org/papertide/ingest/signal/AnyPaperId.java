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

/** The text, if there is one, names a paper. */
@Target(ElementType.FIELD)
@Retention(RetentionPolicy.RUNTIME)
@Constraint(validatedBy = AnyPaperId.Check.class)
@interface AnyPaperId {

    String message() default
            "Please give an arXiv id such as 2409.01234, a DOI such as 10.1000/182, or a title:"
                    + " identity.";

    Class<?>[] groups() default {};

    Class<? extends Payload>[] payload() default {};

    /** By the rules of {@link org.papertide.events.PaperId}. */
    class Check implements ConstraintValidator<AnyPaperId, String> {

        @Override
        public boolean isValid(@Nullable String text, ConstraintValidatorContext context) {
            return text == null || SignalRequest.findPaper(text).isPresent();
        }
    }
}

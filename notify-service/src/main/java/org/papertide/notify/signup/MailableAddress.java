package org.papertide.notify.signup;

import jakarta.validation.Constraint;
import jakarta.validation.ConstraintValidator;
import jakarta.validation.ConstraintValidatorContext;
import jakarta.validation.Payload;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.jspecify.annotations.Nullable;
import org.papertide.notify.subscription.MailAddress;

/** The text is there and is an address that can be mailed to, see {@link MailAddress}. */
@Target(ElementType.FIELD)
@Retention(RetentionPolicy.RUNTIME)
@Constraint(validatedBy = MailableAddress.Check.class)
@interface MailableAddress {

    String message() default "Please give an email address.";

    Class<?>[] groups() default {};

    Class<? extends Payload>[] payload() default {};

    /** Answers with the reason, which says what to do. */
    class Check implements ConstraintValidator<MailableAddress, String> {

        @Override
        public boolean isValid(@Nullable String text, ConstraintValidatorContext context) {
            if (text == null || text.isBlank()) {
                return false;
            }
            return switch (MailAddress.parse(text)) {
                case MailAddress.Parsed.Valid _ -> true;
                case MailAddress.Parsed.Invalid(String reason) -> {
                    context.disableDefaultConstraintViolation();
                    context.buildConstraintViolationWithTemplate(reason).addConstraintViolation();
                    yield false;
                }
            };
        }
    }
}

package org.papertide.notify.signup;

import jakarta.validation.Constraint;
import jakarta.validation.ConstraintValidator;
import jakarta.validation.ConstraintValidatorContext;
import jakarta.validation.Payload;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import java.time.DateTimeException;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The text, if there is one, names a timezone. */
@Target(ElementType.FIELD)
@Retention(RetentionPolicy.RUNTIME)
@Constraint(validatedBy = TimezoneName.Check.class)
public @interface TimezoneName {

    /** Longest name, in characters; IANA's longest has 32. */
    int MAX_LENGTH = 64;

    String message() default "Please give a timezone such as Europe/Berlin.";

    Class<?>[] groups() default {};

    Class<? extends Payload>[] payload() default {};

    /** See {@link TimezoneName}. */
    class Check implements ConstraintValidator<TimezoneName, String> {

        /** IANA's names by themselves in any case: case does not matter in them (ECMA-402, 6.5). */
        private static final Map<String, String> NAMES =
                new TreeMap<>(String.CASE_INSENSITIVE_ORDER);

        static {
            ZoneId.getAvailableZoneIds().forEach(name -> NAMES.put(name, name));
        }

        /** The short names that browsers still report; most others have several meanings. */
        private static final Map<String, String> SHORT =
                Map.of(
                        "EST", "America/Panama",
                        "MST", "America/Phoenix",
                        "HST", "Pacific/Honolulu");

        private static final Pattern SHORT_NAME = Pattern.compile("[A-Za-z]{2,5}");

        @Override
        public boolean isValid(@Nullable String name, ConstraintValidatorContext context) {
            if (name == null || find(name).isPresent()) {
                return true;
            }
            if (SHORT_NAME.matcher(name).matches()) {
                context.disableDefaultConstraintViolation();
                context.buildConstraintViolationWithTemplate(
                                name
                                        + " is not the name of one timezone; please give one such as"
                                        + " Europe/London.")
                        .addConstraintViolation();
            }
            return false;
        }

        /**
         * The timezone of this name: IANA's, an offset such as {@code +02:00}, or one of the old
         * names that browsers still report, such as {@code EST}. A browser that does not know its
         * timezone reports {@code Etc/Unknown}: that is UTC.
         */
        static Optional<ZoneId> find(String name) {
            if (name.length() > MAX_LENGTH) {
                return Optional.empty();
            }
            if (name.equals("Etc/Unknown")) {
                return Optional.of(ZoneOffset.UTC);
            }
            try {
                return Optional.of(ZoneId.of(NAMES.getOrDefault(name, name), SHORT));
            } catch (DateTimeException _) {
                return Optional.empty();
            }
        }
    }
}

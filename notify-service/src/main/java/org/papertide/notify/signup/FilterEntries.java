package org.papertide.notify.signup;

import jakarta.validation.Constraint;
import jakarta.validation.ConstraintValidator;
import jakarta.validation.ConstraintValidatorContext;
import jakarta.validation.Payload;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.papertide.events.Category;
import org.papertide.notify.interest.Interest;

/**
 * The list, if there is one, has at most {@value Interest#MAX_ENTRIES} entries, each of them right
 * for its kind. One problem is reported for the whole list, however many entries are wrong.
 */
@Target(ElementType.FIELD)
@Retention(RetentionPolicy.RUNTIME)
@Constraint(validatedBy = FilterEntries.Check.class)
public @interface FilterEntries {

    /** What the entries are. */
    Kind value();

    String message() default "Please give at most " + Interest.MAX_ENTRIES + " entries.";

    Class<?>[] groups() default {};

    Class<? extends Payload>[] payload() default {};

    /** What the entries of a list are. */
    enum Kind {
        /** Words, phrases or names. */
        PHRASES("Each entry needs 1 to " + Interest.MAX_ENTRY + " visible characters.") {
            @Override
            boolean isRight(String entry) {
                return !entry.isEmpty()
                        && entry.length() <= Interest.MAX_ENTRY
                        && entry.chars().noneMatch(Kind::isHidden);
            }
        },
        /** Names of categories. */
        CATEGORIES("Please give categories such as cs.LG.") {
            @Override
            boolean isRight(String entry) {
                return Category.isName(entry);
            }
        };

        private final String message;

        Kind(String message) {
            this.message = message;
        }

        abstract boolean isRight(String entry);

        private static boolean isHidden(int c) {
            return switch (Character.getType(c)) {
                case Character.CONTROL,
                        Character.PRIVATE_USE,
                        Character.UNASSIGNED,
                        Character.LINE_SEPARATOR,
                        Character.PARAGRAPH_SEPARATOR ->
                        true;
                default -> false;
            };
        }
    }

    /** Answers with what is wrong first: too many entries, or a wrong one. */
    class Check implements ConstraintValidator<FilterEntries, List<String>> {

        private Kind kind = Kind.PHRASES;

        @Override
        public void initialize(FilterEntries constraint) {
            kind = constraint.value();
        }

        @Override
        public boolean isValid(@Nullable List<String> entries, ConstraintValidatorContext context) {
            if (entries == null) {
                return true;
            }
            if (entries.size() > Interest.MAX_ENTRIES) {
                return false;
            }
            if (entries.stream().allMatch(kind::isRight)) {
                return true;
            }
            context.disableDefaultConstraintViolation();
            context.buildConstraintViolationWithTemplate(kind.message).addConstraintViolation();
            return false;
        }
    }
}

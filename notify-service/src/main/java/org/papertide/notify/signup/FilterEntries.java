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
import org.papertide.notify.interest.SearchedPaper;
import org.papertide.notify.interest.Theme;

/**
 * The list, if there is one, has at most as many entries as its kind may have, each of them right.
 * One problem is reported for the whole list, however many entries are wrong.
 */
@Target(ElementType.FIELD)
@Retention(RetentionPolicy.RUNTIME)
@Constraint(validatedBy = FilterEntries.Check.class)
public @interface FilterEntries {

    /** What the entries are. */
    Kind value();

    String message() default "";

    Class<?>[] groups() default {};

    Class<? extends Payload>[] payload() default {};

    /** What the entries of a list are. */
    enum Kind {
        /** Words, phrases or names. */
        PHRASES(
                Interest.MAX_ENTRIES,
                "Each entry needs a word, and 1 to "
                        + Interest.MAX_ENTRY
                        + " visible characters.") {
            @Override
            boolean isRight(String entry) {
                return isText(entry, Interest.MAX_ENTRY) && SearchedPaper.hasWord(entry);
            }
        },
        /** What papers are to be about, in the reader's words. */
        TEXTS(
                Theme.MAX_TEXTS,
                "Each text needs a word, and 1 to " + Theme.MAX_TEXT + " visible characters.") {
            @Override
            boolean isRight(String entry) {
                return isText(entry, Theme.MAX_TEXT) && SearchedPaper.hasWord(entry);
            }
        },
        /** Identities of papers. */
        PAPERS(
                Theme.MAX_LIKE,
                "Please give papers by arXiv id, DOI or their addresses, such as 2409.01234.") {
            @Override
            boolean isRight(String entry) {
                return PaperNames.find(entry).isPresent();
            }
        },
        /** Names of categories. */
        CATEGORIES(Interest.MAX_ENTRIES, "Please give categories such as cs.LG.") {
            @Override
            boolean isRight(String entry) {
                return Category.isName(entry);
            }
        };

        private final int most;
        private final String message;

        Kind(int most, String message) {
            this.most = most;
            this.message = message;
        }

        abstract boolean isRight(String entry);

        private static boolean isText(String entry, int longest) {
            return !entry.isEmpty()
                    && entry.length() <= longest
                    && entry.codePoints().noneMatch(Kind::isHidden);
        }

        private static boolean isHidden(int c) {
            return switch (Character.getType(c)) {
                case Character.CONTROL,
                        Character.PRIVATE_USE,
                        Character.UNASSIGNED,
                        // A half of a pair: no text in UTF-8 has one.
                        Character.SURROGATE,
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
            if (entries.size() > kind.most) {
                return refuse(context, "Please give at most " + kind.most + " entries.");
            }
            return entries.stream().allMatch(kind::isRight) || refuse(context, kind.message);
        }

        private static boolean refuse(ConstraintValidatorContext context, String why) {
            context.disableDefaultConstraintViolation();
            context.buildConstraintViolationWithTemplate(why).addConstraintViolation();
            return false;
        }
    }
}

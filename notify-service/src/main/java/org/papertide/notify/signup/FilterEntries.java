package org.papertide.notify.signup;

import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;
import jakarta.validation.Constraint;
import jakarta.validation.ConstraintValidator;
import jakarta.validation.ConstraintValidatorContext;
import jakarta.validation.Payload;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.papertide.events.Category;
import org.papertide.notify.interest.Interest;
import org.papertide.notify.interest.SearchedPaper;
import org.papertide.notify.interest.Theme;
import org.papertide.notify.message.CategoryNames;
import org.papertide.text.PaperText;
import org.papertide.text.PersonName;

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
        /** Words or phrases. */
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
        /** Names of authors. */
        NAMES(
                Interest.MAX_ENTRIES,
                "Each entry needs a name with letters, and 1 to "
                        + Interest.MAX_ENTRY
                        + " visible characters.") {
            @Override
            boolean isRight(String entry) {
                return isText(entry, Interest.MAX_ENTRY)
                        && PersonName.isName(PaperText.readable(entry));
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

    /** Answers with what is wrong first: too many entries, or a wrong one, by its name. */
    @Dependent
    class Check implements ConstraintValidator<FilterEntries, List<String>> {

        /** Of a wrong entry, so much is shown. */
        private static final int SHOWN = 60;

        /** What the message of a constraint would be read for. */
        private static final Pattern TEMPLATE_SIGNS = Pattern.compile("[\\\\{}$]");

        private final Supplier<List<String>> seenCategories;
        private Kind kind = Kind.PHRASES;

        /** Where no papers are known. */
        public Check() {
            this(List::of);
        }

        @Inject
        Check(SeenCategories seen) {
            this(seen::all);
        }

        /**
         * @param seenCategories those of the papers of late; empty if that is not known
         */
        Check(Supplier<List<String>> seenCategories) {
            this.seenCategories = seenCategories;
        }

        @Override
        public void initialize(FilterEntries constraint) {
            kind = constraint.value();
        }

        @Override
        public boolean isValid(@Nullable List<String> entries, ConstraintValidatorContext context) {
            if (entries == null) {
                return true;
            }
            Optional<String> problem =
                    entries.size() > kind.most
                            ? Optional.of("Please give at most " + kind.most + " entries.")
                            : IntStream.range(0, entries.size())
                                    .mapToObj(place -> problem(entries, place))
                                    .flatMap(Optional::stream)
                                    .findFirst();
            problem.ifPresent(why -> refuse(context, why));
            return problem.isEmpty();
        }

        private Optional<String> problem(List<String> entries, int place) {
            String entry = entries.get(place);
            if (!kind.isRight(entry)) {
                if (kind == Kind.NAMES
                        && Kind.isText(entry, Interest.MAX_ENTRY)
                        && PersonName.isOfInitials(PaperText.readable(entry))) {
                    return Optional.of(problemOfInitials(entries, place));
                }
                String shown = shown(entry);
                return Optional.of(
                        shown.isBlank()
                                ? kind.message
                                : "“" + shown + "” is not right. " + kind.message);
            }
            return kind == Kind.CATEGORIES ? problemOfCategory(entry) : Optional.empty();
        }

        /** They would pass nearly every paper. Bibliographies write them behind the name. */
        private String problemOfInitials(List<String> entries, int place) {
            String initials = entries.get(place);
            String problem =
                    "“" + shown(initials) + "” is not right: initials alone are nobody's name.";
            String before = place == 0 ? "" : entries.get(place - 1);
            return before.isEmpty() || !kind.isRight(before)
                    ? problem
                    : problem
                            + " Please write “%s %s” for “%s, %s”."
                                    .formatted(
                                            shown(initials),
                                            shown(before),
                                            shown(before),
                                            shown(initials));
        }

        /** A category that no paper has would mail nothing for ever. */
        private Optional<String> problemOfCategory(String category) {
            if (CategoryNames.find(category).isPresent()) {
                return Optional.empty();
            }
            List<String> seen = seenCategories.get();
            if (seen.stream().anyMatch(each -> Category.isWithin(each, category))) {
                return Optional.empty();
            }
            if (CategoryNames.find(category.split("\\.", 2)[0]).isPresent()) {
                return Optional.of("arXiv has no category " + category + ".");
            }
            return seen.isEmpty()
                    ? Optional.empty()
                    : Optional.of(
                            "There is no category "
                                    + category
                                    + ": neither arXiv nor any recently listed paper uses it.");
        }

        private static String shown(String entry) {
            StringBuilder visible = new StringBuilder();
            entry.codePoints().filter(c -> !Kind.isHidden(c)).forEach(visible::appendCodePoint);
            return PaperText.cut(visible.toString(), SHOWN);
        }

        private static void refuse(ConstraintValidatorContext context, String why) {
            context.disableDefaultConstraintViolation();
            context.buildConstraintViolationWithTemplate(
                            TEMPLATE_SIGNS.matcher(why).replaceAll("\\\\$0"))
                    .addConstraintViolation();
        }
    }
}

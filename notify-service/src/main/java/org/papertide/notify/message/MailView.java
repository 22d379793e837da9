package org.papertide.notify.message;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What the mail templates print; texts are readable, the links are placeholders.
 *
 * @param title the heading, and the title of the HTML document
 * @param preheader what inboxes show beside the subject, in pieces; all of it is in the mail too
 * @param paragraphs what comes before the papers
 * @param sections lists of papers, empty in mails without any
 * @param omitted what was left out for the size's sake, in words; null if nothing
 * @param closing why the reader got this mail
 * @param imprint who is responsible for it, line by line; empty if the operator gave none
 */
public record MailView(
        String title,
        List<String> preheader,
        List<String> paragraphs,
        List<Section> sections,
        @Nullable String omitted,
        String closing,
        List<String> imprint) {

    public MailView {
        preheader = List.copyOf(preheader);
        paragraphs = List.copyOf(paragraphs);
        imprint = List.copyOf(imprint);
        sections = List.copyOf(sections);
    }

    /**
     * Papers under a heading.
     *
     * @param name such as "Rising"
     * @param about which papers these are, and in which order
     * @param leftOut where the papers are whose ranks are missing; null if none is missing
     */
    public record Section(
            String name, String about, @Nullable String leftOut, List<PaperView> papers) {
        public Section {
            papers = List.copyOf(papers);
        }
    }

    /** Where the confirmation link goes. */
    public String confirm() {
        return PersonalLink.CONFIRM.placeholder();
    }

    /** Where the link that ends the subscription goes. */
    public String unsubscribe() {
        return PersonalLink.UNSUBSCRIBE.placeholder();
    }

    /** Where the preferences link goes. */
    public String preferences() {
        return PersonalLink.PREFERENCES.placeholder();
    }

    /** Where the link to the mail on the web goes. */
    public String web() {
        return PersonalLink.WEB.placeholder();
    }

    /** The line under the title of the text part. */
    public String rule() {
        return "=".repeat(Math.min(TextPart.WIDTH, title.length()));
    }

    int papers() {
        return sections.stream().mapToInt(section -> section.papers().size()).sum();
    }

    /** The same within bounds: so many papers at most, each with so much of its abstract. */
    MailView within(int papers, int abstractCharacters) {
        int left = papers;
        List<Section> kept = new ArrayList<>();
        for (Section section : sections) {
            List<PaperView> some =
                    section.papers().stream()
                            .limit(left)
                            .map(paper -> paper.withAbstractOf(abstractCharacters))
                            .toList();
            left -= some.size();
            if (!some.isEmpty()) {
                // What is said of missing ranks may not hold once more are missing.
                String leftOut = papers < papers() ? null : section.leftOut();
                kept.add(new Section(section.name(), section.about(), leftOut, some));
            }
        }
        int dropped = papers() - (papers - left);
        String missing =
                dropped == 0
                        ? null
                        : dropped == 1
                                ? "One more paper did not fit into this mail."
                                : dropped + " more papers did not fit into this mail.";
        return new MailView(title, preheader, paragraphs, kept, missing, closing, imprint);
    }
}

package org.papertide.notify.interest;

import org.papertide.events.PaperId;

/** What readers are told of a paper that they named as an example: its title, or its identity. */
public final class ExampleName {

    private ExampleName() {}

    /** As people write it, such as {@code arXiv:1312.6120}: a number alone may be anything. */
    public static String identity(PaperId paper) {
        if (paper.isArxiv()) {
            return "arXiv:" + paper.name();
        }
        return paper.isTitle() ? "a paper known by its title alone" : paper.value();
    }

    /** Whether a name is a title: releases before this one kept the bare number of some. */
    public static boolean isTitle(String name, PaperId paper) {
        return !name.equals(paper.name()) && !name.equals(identity(paper));
    }
}

package org.papertide.local.demo;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.random.RandomGenerator;

/** Invented names of authors, of many cultures. */
final class People {

    private static final Vocabulary NAMES = Vocabulary.read("people.txt");

    private static final List<String> CULTURES =
            NAMES.lists().keySet().stream()
                    .filter(name -> name.endsWith(" given"))
                    .map(name -> name.substring(0, name.length() - " given".length()))
                    .sorted()
                    .toList();

    private static final int COLLABORATION = 40;

    private People() {}

    /** One to twelve authors, half of them one to four; one paper in a hundred is by forty. */
    static List<String> authors(RandomGenerator random) {
        int count =
                random.nextInt(100) == 0
                        ? COLLABORATION
                        : 1 + (int) Math.min(11, Math.abs(random.nextGaussian()) * 4.5);
        // Half of a group shares a culture, as groups do.
        String home = culture(random);
        Set<String> names = new LinkedHashSet<>();
        while (names.size() < count) {
            names.add(name(random.nextBoolean() ? home : culture(random), random));
        }
        return new ArrayList<>(names);
    }

    static String someone(RandomGenerator random) {
        return name(culture(random), random);
    }

    private static String culture(RandomGenerator random) {
        return CULTURES.get(random.nextInt(CULTURES.size()));
    }

    private static String name(String culture, RandomGenerator random) {
        List<String> given = NAMES.list(culture + " given");
        List<String> family = NAMES.list(culture + " family");
        String first = given.get(random.nextInt(given.size()));
        String last = family.get(random.nextInt(family.size()));
        // Small lists repeat names; a middle initial distinguishes namesakes.
        return random.nextInt(5) == 0
                ? first + " " + (char) ('A' + random.nextInt(26)) + ". " + last
                : first + " " + last;
    }
}

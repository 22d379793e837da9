package org.papertide.local;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.papertide.local.data.UsageException;

/**
 * A command line, taken apart: {@code --name value}, {@code --name=value}, {@code --flag} and the
 * rest. {@code --} ends the options.
 *
 * @param values by name with its dashes; those of a repeated option in order
 * @param flags that were given
 * @param rest what is no option
 */
public record Arguments(Map<String, List<String>> values, Set<String> flags, List<String> rest) {

    public Arguments {
        values = Map.copyOf(values);
        flags = Set.copyOf(flags);
        rest = List.copyOf(rest);
    }

    /**
     * Takes a command line apart.
     *
     * @param withValue the options that have a value
     * @param without the options that have none
     * @throws UsageException if it has another option, or a value is missing
     */
    public static Arguments parse(
            List<String> arguments, Set<String> withValue, Set<String> without) {
        Map<String, List<String>> values = new HashMap<>();
        Set<String> flags = new java.util.HashSet<>();
        List<String> rest = new ArrayList<>();
        var remaining = arguments.iterator();
        while (remaining.hasNext()) {
            String argument = remaining.next();
            int equals = argument.indexOf('=');
            String name = equals < 0 ? argument : argument.substring(0, equals);
            if (argument.equals("--")) {
                remaining.forEachRemaining(rest::add);
            } else if (!argument.startsWith("--")) {
                rest.add(argument);
            } else if (without.contains(argument)) {
                flags.add(argument);
            } else if (!withValue.contains(name)) {
                throw new UsageException("There is no option " + name);
            } else if (equals >= 0) {
                values.computeIfAbsent(name, _ -> new ArrayList<>())
                        .add(argument.substring(equals + 1));
            } else if (remaining.hasNext()) {
                values.computeIfAbsent(name, _ -> new ArrayList<>()).add(remaining.next());
            } else {
                throw new UsageException(name + " needs a value");
            }
        }
        return new Arguments(values, flags, rest);
    }

    /**
     * The value of an option, if it was given.
     *
     * @throws UsageException if it was given more than once
     */
    public Optional<String> value(String name) {
        List<String> given = all(name);
        if (given.size() > 1) {
            throw new UsageException(name + " was given more than once");
        }
        return given.stream().findFirst();
    }

    /** The values of an option that may be repeated. */
    public List<String> all(String name) {
        return values.getOrDefault(name, List.of());
    }
}

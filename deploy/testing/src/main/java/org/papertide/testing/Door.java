package org.papertide.testing;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * A path of a service with one method of it, where strangers may knock.
 *
 * @param method such as {@code POST}
 * @param path with values in the place of parameters
 * @param type of the body that it takes; empty if it takes none, {@code *}{@code /*} for any
 * @param needsBody whether there must be one
 * @param fields that the body has
 * @param parameters of the query
 * @param answers the media type of its errors
 * @param also statuses that it may have before anybody looks at the request, such as 404 where
 *     there is nothing by that name
 */
public record Door(
        String method,
        String path,
        String type,
        boolean needsBody,
        List<String> fields,
        List<String> parameters,
        String answers,
        Set<Integer> also) {

    static final String PROBLEM = "application/problem+json";
    static final String ANY = "*/*";

    public Door {
        fields = List.copyOf(fields);
        parameters = List.copyOf(parameters);
        also = Set.copyOf(also);
    }

    Door(
            String method,
            String path,
            String type,
            boolean needsBody,
            List<String> fields,
            List<String> parameters,
            String answers) {
        this(method, path, type, needsBody, fields, parameters, answers, Set.of());
    }

    /** One that takes JSON, for programs. */
    public static Door forPrograms(String method, String path, String... fields) {
        return new Door(
                method, path, "application/json", true, List.of(fields), List.of(), PROBLEM);
    }

    /** A page of the site with a form, for readers. */
    public static Door forReaders(String path, String... fields) {
        return new Door(
                "POST",
                path,
                "application/x-www-form-urlencoded",
                false,
                List.of(fields),
                List.of(),
                "text/html");
    }

    /** The same, where each of these statuses is a clear answer to anything. */
    public Door mayAlsoAnswer(Integer... statuses) {
        return new Door(
                method, path, type, needsBody, fields, parameters, answers, Set.of(statuses));
    }

    /** The same with pages as errors. */
    Door withPages() {
        return new Door(method, path, type, needsBody, fields, parameters, "text/html", also);
    }

    boolean takesBody() {
        return !type.isEmpty();
    }

    boolean takesJson() {
        return type.equals("application/json");
    }

    /** Whether the body streams in, record by record, and may be of any size and form. */
    boolean takesAll() {
        return type.equals(ANY);
    }

    /** Names of fields to be filled: the known ones, and one that nobody knows. */
    List<String> names() {
        List<String> names = new ArrayList<>(fields);
        names.add("surelyUnknown");
        return names;
    }

    /** The same without a body. */
    Door with(String otherMethod, String otherPath) {
        return new Door(otherMethod, otherPath, "", false, List.of(), List.of(), answers, also);
    }

    @Override
    public String toString() {
        return method + " " + path;
    }
}

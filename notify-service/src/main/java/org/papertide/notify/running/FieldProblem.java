package org.papertide.notify.running;

/**
 * What is wrong with one field of a request.
 *
 * @param field its name, such as {@code timezone}
 * @param detail what is wrong and what would be right, for people
 */
public record FieldProblem(String field, String detail) {}

package org.papertide.testing;

/**
 * A database of a test.
 *
 * @param jdbcUrl without user and password
 * @param user owns it
 * @param password of the user
 */
public record TestDatabase(String jdbcUrl, String user, String password) {}

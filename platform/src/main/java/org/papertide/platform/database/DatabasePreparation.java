package org.papertide.platform.database;

/**
 * Prepares the database after its migration, for example by loading keys. A service may have any
 * number of such beans.
 */
@FunctionalInterface
public interface DatabasePreparation {

    /** Makes it ready for use; must be repeatable. */
    void prepare();
}

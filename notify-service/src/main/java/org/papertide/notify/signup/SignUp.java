package org.papertide.notify.signup;

import jakarta.validation.groups.Default;

/**
 * Constraints of a request for a new subscription: those of every request, and an address to ask. A
 * change of preferences has no address.
 */
public interface SignUp extends Default {}

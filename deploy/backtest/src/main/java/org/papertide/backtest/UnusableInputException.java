package org.papertide.backtest;

import org.jspecify.annotations.Nullable;

/** An input or an argument that the backtest cannot use; the message is for the user. */
final class UnusableInputException extends RuntimeException {

    private static final long serialVersionUID = 1;

    UnusableInputException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}

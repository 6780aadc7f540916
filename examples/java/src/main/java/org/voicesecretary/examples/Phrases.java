package org.voicesecretary.examples;

/** Numbers of the popular phrases that the examples use; every language has the same. */
final class Phrases {
    static final int HELLO = 1;
    static final int PLEASE_ENTER_YOUR_NUMBER = 3;
    static final int GOODBYE = 5;
    static final int WRONG_INPUT = 6;
    static final int YOUR_BALANCE_IS = 8;

    private Phrases() {}
}

package org.voicesecretary.server;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;

/** What went wrong with a file or the network, for people: the messages of Java are often a bare path. */
final class Trouble {
    private Trouble() {}

    static String inWords(IOException error) {
        return switch (error) {
            case NoSuchFileException e -> e.getFile() + " is not there: create it, or name another";
            case AccessDeniedException e ->
                e.getFile() + " is closed to the user " + System.getProperty("user.name")
                        + ": let that user read and write it, or name another";
            case FileAlreadyExistsException e ->
                e.getFile() + " is a file, expected a directory: remove it, or name another";
            case FileSystemException e when e.getReason() != null -> e.getFile() + ": " + e.getReason();
            default -> error.getMessage() == null ? error.getClass().getSimpleName() : error.getMessage();
        };
    }
}

package dev.orthant.datasets.catalogue;

import java.net.URI;

/// Hears of the progress of a download, on the thread that fetches.
///
/// ```java
/// List<String> lines = new ArrayList<>();
/// FetchListener listener = event -> lines.add(switch (event) {
///     case FetchListener.AlreadyThere(var file) -> file + " is there";
///     case FetchListener.WrongOnDisk(var file, var reason) -> file + " is damaged: " + reason;
///     case FetchListener.Started(var file, var source, var resumedFrom) -> file + " from " + source;
///     case FetchListener.Progress(var file, var bytes, var total) -> file + " " + 100 * bytes / total + " %";
///     case FetchListener.MirrorFailed(var file, var source, var reason) -> source + ": " + reason;
///     case FetchListener.Finished(var file) -> file + " is complete";
/// });
/// listener.on(new FetchListener.Progress("train-images-idx3-ubyte", 512, 1024));
/// lines.getLast();    // → train-images-idx3-ubyte 50 %
/// ```
///
/// @since 0.1.0
public interface FetchListener {
    /// A listener that ignores everything.
    FetchListener SILENT = event -> {};

    /// Something happened. What this throws ends the download.
    ///
    /// @param event what; a `switch` over its kinds is complete
    void on(Event event);

    /// What can happen.
    ///
    /// ```java
    /// FetchListener.Event event = new FetchListener.Finished("t10k-labels-idx1-ubyte");
    /// event.file();   // → t10k-labels-idx1-ubyte
    /// ```
    sealed interface Event {
        /// {@return the file of the event, without `.gz`}
        String file();
    }

    /// The file was there and its digest is right.
    ///
    /// @param file without `.gz`
    record AlreadyThere(String file) implements Event {}

    /// A file is there but its content is wrong; it stays until a right one has come.
    ///
    /// @param file   without `.gz`
    /// @param reason what is wrong with it, for messages
    record WrongOnDisk(String file, String reason) implements Event {}

    /// A download begins.
    ///
    /// @param file        without `.gz`
    /// @param source      address of the packed file
    /// @param resumedFrom packed bytes that are kept from an earlier attempt
    record Started(String file, URI source, long resumedFrom) implements Event {}

    /// More bytes have come.
    ///
    /// @param file  without `.gz`
    /// @param bytes packed bytes that are on disk
    /// @param total packed bytes there will be, or -1 if the server did not say
    record Progress(String file, long bytes, long total) implements Event {}

    /// A mirror did not do; the next one is tried.
    ///
    /// @param file   without `.gz`
    /// @param source address of the packed file
    /// @param reason what happened, for messages
    record MirrorFailed(String file, URI source, String reason) implements Event {}

    /// The file is complete, checked and in its place.
    ///
    /// @param file without `.gz`
    record Finished(String file) implements Event {}
}

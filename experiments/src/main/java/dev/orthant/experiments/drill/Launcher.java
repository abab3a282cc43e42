package dev.orthant.experiments.drill;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;

/// Starts members of groups.
///
/// @param java   the command up to the name of Orthant's command: JVM, flags, class path, main class
/// @param folder for logs and group files
record Launcher(List<String> java, Path folder) {
    /// Of the keys that drills make for themselves.
    static final String PASSWORD = "not-a-secret";

    /// A new key with its own certificate, or the one of that name if there is one; by the JDK's keytool.
    Path keystore(String name) {
        Path file = folder.resolve(name + ".p12");
        if (!Files.exists(file)) {
            String keytool = Path.of(System.getProperty("java.home", ""), "bin", "keytool")
                    .toString();
            String options = "-genkeypair -alias group -keyalg EC -validity 2 -storetype PKCS12";
            List<String> command = new ArrayList<>(List.of(keytool));
            command.addAll(List.of(options.split(" ", -1)));
            command.addAll(List.of("-dname", "CN=" + name, "-keystore", file.toString(), "-storepass", PASSWORD));
            Shell.run(command.toArray(String[]::new));
        }
        return file;
    }

    /// A file that names these members.
    ///
    /// @param more lines of it, `key = value`
    Path groupFile(String name, List<String> members, String... more) {
        List<String> lines = new ArrayList<>(List.of("members = " + String.join(", ", members)));
        lines.addAll(List.of(more));
        try {
            return Files.write(folder.resolve(name), lines);
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    /// Addresses on this machine whose ports are free now. They are below those that systems give to outgoing connections, or
    /// one of these might take the port of a member that is to be started again.
    static List<String> loopback(int size) {
        List<String> members = new ArrayList<>();
        Random random = new Random();
        while (members.size() < size) {
            int port = random.nextInt(10_000, 30_000);
            String member = "127.0.0.1:" + port;
            try (ServerSocket socket = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
                if (socket.isBound() && !members.contains(member)) {
                    members.add(member);
                }
            } catch (IOException taken) {
                // another one, then
            }
        }
        return members;
    }

    /// Ports from 7801 on, for a network of its own.
    static List<String> fixed(int size) {
        return IntStream.range(0, size)
                .mapToObj(rank -> "127.0.0.1:" + (7801 + rank))
                .toList();
    }

    /// Starts a worker.
    ///
    /// @param prefix   put before the command: where to run
    /// @param settings of the training
    Member worker(List<String> prefix, Path group, int rank, List<String> settings) {
        List<String> command = new ArrayList<>(prefix);
        command.addAll(java);
        command.addAll(List.of("worker", "--group", group.toString(), "--rank", Integer.toString(rank)));
        command.addAll(settings);
        try {
            return Member.start(command, Files.createTempFile(folder, "rank-" + rank + "-", ".log"));
        } catch (IOException failed) {
            throw new DrillFailed("a member cannot be started: " + failed.getMessage());
        }
    }
}

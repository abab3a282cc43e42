package dev.orthant.tensor.parallel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ParallelTest {
    private static final int[] THREADS = {1, 2, 7};

    @Test
    void piecesCoverEachElementOnce() throws Exception {
        for (int threads : THREADS) {
            for (int length : new int[] {0, 1, 9, 10, 11, 1000}) {
                AtomicIntegerArray visits = new AtomicIntegerArray(length);
                Parallel.withThreads(threads, () -> {
                    Parallel.forPieces(length, 10, (from, to) -> {
                        assertEquals(0, from % 10);
                        assertEquals(Math.min(length, from + 10), to);
                        IntStream.range(from, to).forEach(visits::incrementAndGet);
                    });
                    return true;
                });
                for (int i = 0; i < length; i++) {
                    assertEquals(1, visits.get(i), threads + " threads, length " + length + ", element " + i);
                }
            }
        }
    }

    @Test
    void resultsComeInOrderWhateverTheThreads() throws Exception {
        List<Integer> squares = IntStream.range(0, 100).map(i -> i * i).boxed().toList();
        for (int threads : THREADS) {
            assertEquals(squares, Parallel.withThreads(threads, () -> Parallel.map(100, i -> i * i)));
        }
    }

    @Test
    void theFirstPieceThatFailsIsReportedAndTheCallWaits() throws Exception {
        for (int threads : THREADS) {
            Parallel.withThreads(threads, () -> {
                // Piece 0 is always begun, so its failure is always the first.
                IllegalStateException thrown = assertThrows(
                        IllegalStateException.class,
                        () -> Parallel.forPieces(50, 1, (from, to) -> {
                            throw new IllegalStateException("piece " + from);
                        }));
                assertEquals("piece 0", thrown.getMessage(), threads + " threads");
                return true;
            });
        }
    }

    @Test
    void nestedWorkRunsOnTheThreadOfItsPiece() throws Exception {
        Parallel.withThreads(2, () -> {
            Parallel.forPieces(8, 1, (from, to) -> {
                assertEquals(1, Parallel.threads());
                Thread outer = Thread.currentThread();
                Parallel.forPieces(8, 1, (first, last) -> assertEquals(outer, Thread.currentThread()));
            });
            return true;
        });
    }

    /// Helpers look out for the next work of anybody: each must be given to one, done once and waited for.
    @Test
    void manyShortWorksOfManyThreadsAreEachDoneOnceAndWaitedFor() throws Exception {
        int callers = 6;
        int works = 5_000;
        AtomicIntegerArray wrong = new AtomicIntegerArray(callers);
        List<Thread> threads = IntStream.range(0, callers)
                .mapToObj(caller -> Thread.ofPlatform().start(() -> {
                    for (int work = 0; work < works; work++) {
                        int[] visits = new int[12]; // plain: whoever waited sees them
                        try {
                            Parallel.withThreads(3, () -> {
                                Parallel.forPieces(12, 2, (from, to) -> {
                                    for (int i = from; i < to; i++) {
                                        visits[i]++;
                                    }
                                });
                                return true;
                            });
                        } catch (Exception failed) {
                            wrong.incrementAndGet(caller);
                        }
                        if (IntStream.of(visits).anyMatch(count -> count != 1)) {
                            wrong.incrementAndGet(caller);
                        }
                    }
                }))
                .toList();
        for (Thread thread : threads) {
            thread.join();
        }
        assertEquals("[0, 0, 0, 0, 0, 0]", wrong.toString());
    }

    @Test
    void anInterruptedCallerWaitsAllTheSameAndStaysInterrupted() throws Exception {
        AtomicIntegerArray visits = new AtomicIntegerArray(4);
        Parallel.withThreads(4, () -> {
            Thread caller = Thread.currentThread();
            caller.interrupt();
            Parallel.forPieces(4, 1, (from, to) -> {
                // So that helpers come, and the caller waits asleep for them.
                long end = System.nanoTime() + (Thread.currentThread().equals(caller) ? 1_000_000 : 20_000_000);
                while (System.nanoTime() < end) {
                    Thread.onSpinWait();
                }
                visits.incrementAndGet(from);
            });
            return true;
        });
        assertTrue(Thread.interrupted());
        assertEquals("[1, 1, 1, 1]", visits.toString());
    }

    @Test
    void fewerThanOneThreadIsRefused() {
        IllegalArgumentException thrown =
                assertThrows(IllegalArgumentException.class, () -> Parallel.withThreads(0, () -> true));
        assertEquals("parallel: 0 threads were asked for; at least 1 is required", thrown.getMessage());
    }
}

package dev.orthant.tensor.parallel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;

class PerThreadTest {
    private static final PerThread<AtomicBoolean> IN_USE = PerThread.withInitial(AtomicBoolean::new);
    private static final AtomicInteger MADE = new AtomicInteger();
    private static final PerThread<Integer> COUNTED = PerThread.withInitial(MADE::incrementAndGet);
    private static final PerThread<String> TEXT = PerThread.withInitial(() -> "initial");

    private static void busy(int microseconds) {
        long end = System.nanoTime() + 1000L * microseconds;
        while (System.nanoTime() < end) {
            Thread.onSpinWait();
        }
    }

    /// The pool clears a worker's thread locals when it has nothing more to do, which is so after the pauses here.
    @Test
    void helpersFindTheObjectsThatHelpersLeft() throws Exception {
        Set<Integer> seen = ConcurrentHashMap.newKeySet();
        int rounds = 20;
        Parallel.withThreads(2, () -> {
            for (int round = 0; round < rounds; round++) {
                CountDownLatch both = new CountDownLatch(2);
                Parallel.forPieces(2, 1, (from, to) -> {
                    seen.add(COUNTED.get());
                    both.countDown();
                    awaitAll(both); // so that each thread has one piece
                });
                LockSupport.parkNanos(2_000_000); // so that the helper goes
            }
            return true;
        });
        // One of the caller and one of its helper; a helper that is about to leave when the next is called leads to one
        // more. Were they forgotten, there would be one for each round.
        assertTrue(seen.size() >= 2 && seen.size() < rounds / 2, seen + " in " + rounds + " rounds");
    }

    private static void awaitAll(CountDownLatch latch) {
        try {
            assertTrue(latch.await(1, TimeUnit.MINUTES), "no helper came");
        } catch (InterruptedException interrupted) {
            throw new AssertionError(interrupted);
        }
    }

    @Test
    void noTwoThreadsHaveTheSameObjectAtATime() throws Exception {
        AtomicInteger clashes = new AtomicInteger();
        Parallel.withThreads(4, () -> {
            for (int round = 0; round < 50; round++) {
                Parallel.forPieces(8, 1, (from, to) -> {
                    AtomicBoolean inUse = IN_USE.get();
                    clashes.addAndGet(inUse.getAndSet(true) ? 1 : 0);
                    busy(20);
                    inUse.set(false);
                });
            }
            return true;
        });
        assertEquals(0, clashes.get());
    }

    /// As the pool does with a thread that waits inside a piece.
    @Test
    void aThreadThatHelpsInBetweenHasItsOwnObjectsAgainAfterwards() {
        AtomicBoolean mine = IN_USE.get();
        AtomicBoolean[] lent = new AtomicBoolean[1];
        PerThread.lend(() -> lent[0] = IN_USE.get());
        assertNotSame(mine, lent[0]);
        assertSame(mine, IN_USE.get());
    }

    @Test
    void aHelperThatThrowsLeavesItsObjectsToo() {
        AtomicBoolean mine = IN_USE.get();
        AtomicBoolean[] lent = new AtomicBoolean[2];
        try {
            PerThread.lend(() -> {
                lent[0] = IN_USE.get();
                throw new IllegalStateException("on purpose");
            });
        } catch (IllegalStateException onPurpose) {
            PerThread.lend(() -> lent[1] = IN_USE.get());
        }
        assertSame(lent[0], lent[1]);
        assertSame(mine, IN_USE.get());
    }

    @Test
    void whatIsSetStaysWithItsThread() {
        TEXT.set("mine");
        String elsewhere = ForkJoinPool.commonPool().submit(TEXT::get).join();
        assertEquals("initial", elsewhere);
        assertEquals("mine", TEXT.get());
    }

    @Test
    void instancesMadeAfterTheFirstUseHavePlacesToo() {
        TEXT.get();
        for (int i = 0; i < 100; i++) {
            int number = i;
            PerThread<Integer> late = PerThread.withInitial(() -> number);
            assertEquals(number, late.get());
            late.set(-number);
            assertEquals(-number, late.get());
        }
    }
}

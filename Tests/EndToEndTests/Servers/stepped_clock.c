// LD_PRELOAD: a program whose wall clock is ahead of the machine's by the seconds that stand, as text, in the file
// $STEPPED_CLOCK, and is stepped when they change. As in the kernel, a step moves the timers that were set to a time of
// day and no others.
#define _GNU_SOURCE
#include <dlfcn.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/syscall.h>
#include <sys/time.h>
#include <sys/timerfd.h>
#include <time.h>
#include <unistd.h>

#define MOST 1024
static _Atomic long long ahead;
static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static struct { int is_wall, is_set; struct itimerspec asked; } timers[MOST];

static long long written(void) {
    long long seconds = atomic_load(&ahead);
    FILE *file = fopen(getenv("STEPPED_CLOCK") ? getenv("STEPPED_CLOCK") : "", "re");
    if (!file) return seconds;
    if (fscanf(file, "%lld", &seconds) != 1) seconds = atomic_load(&ahead);
    fclose(file);
    return seconds;
}

static int set(int timer, int flags, const struct itimerspec *asked, struct itimerspec *old) {
    struct itimerspec moved = *asked;
    if (moved.it_value.tv_sec || moved.it_value.tv_nsec) {
        moved.it_value.tv_sec -= atomic_load(&ahead);
        // Before the epoch there is no time, and zero would stop it.
        if (moved.it_value.tv_sec < 1) moved.it_value.tv_sec = 1;
    }
    return syscall(SYS_timerfd_settime, timer, flags, &moved, old);
}

static void *watch(void *unused) {
    (void)unused;
    for (;;) {
        long long now = written();
        if (now != atomic_load(&ahead)) {
            pthread_mutex_lock(&lock);
            atomic_store(&ahead, now);
            for (int i = 0; i < MOST; i++)
                if (timers[i].is_wall && timers[i].is_set) set(i, TFD_TIMER_ABSTIME, &timers[i].asked, NULL);
            pthread_mutex_unlock(&lock);
        }
        usleep(10000);
    }
    return NULL;
}

__attribute__((constructor)) static void begin(void) {
    pthread_t thread;
    atomic_store(&ahead, written());
    if (pthread_create(&thread, NULL, watch, NULL) == 0) pthread_detach(thread);
}

int clock_gettime(clockid_t clock, struct timespec *time) {
    static int (*_Atomic real)(clockid_t, struct timespec *);
    if (!real) real = (int (*)(clockid_t, struct timespec *))dlsym(RTLD_NEXT, "clock_gettime");
    int code = real(clock, time);
    if (code == 0 && (clock == CLOCK_REALTIME || clock == CLOCK_REALTIME_COARSE)) time->tv_sec += atomic_load(&ahead);
    return code;
}

int gettimeofday(struct timeval *restrict value, void *restrict zone) {
    struct timespec time;
    (void)zone;
    if (clock_gettime(CLOCK_REALTIME, &time) != 0) return -1;
    value->tv_sec = time.tv_sec;
    value->tv_usec = time.tv_nsec / 1000;
    return 0;
}

time_t time(time_t *seconds) {
    struct timespec now = {0, 0};
    clock_gettime(CLOCK_REALTIME, &now);
    if (seconds) *seconds = now.tv_sec;
    return now.tv_sec;
}

int timerfd_create(int clock, int flags) {
    int timer = syscall(SYS_timerfd_create, clock, flags);
    if (timer >= 0 && timer < MOST) {
        pthread_mutex_lock(&lock);
        timers[timer].is_wall = clock == CLOCK_REALTIME;
        timers[timer].is_set = 0;
        pthread_mutex_unlock(&lock);
    }
    return timer;
}

int timerfd_settime(int timer, int flags, const struct itimerspec *asked, struct itimerspec *old) {
    if (timer < 0 || timer >= MOST || !timers[timer].is_wall || !(flags & TFD_TIMER_ABSTIME))
        return syscall(SYS_timerfd_settime, timer, flags, asked, old);
    pthread_mutex_lock(&lock);
    timers[timer].asked = *asked;
    timers[timer].is_set = asked->it_value.tv_sec || asked->it_value.tv_nsec;
    int code = set(timer, flags, asked, old);
    pthread_mutex_unlock(&lock);
    return code;
}

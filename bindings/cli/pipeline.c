/* A ring of jobs between the reader and the workers. Jobs leave it in the order in which they entered: the worker that
 * finishes the oldest one writes it, and those after it that are finished already. So results appear although the
 * reader sleeps on a silent pipe. */
#include "pipeline.h"

#include <pthread.h>
#include <stdlib.h>
#include <sys/mman.h>

#include "message.h"
#include "progress.h"

typedef struct cli_thread {
    cli_pipeline *pipeline;
    pthread_t thread;
    cli_worker worker;
} cli_thread;

struct cli_pipeline {
    const cli_task *task;
    cli_thread *threads;
    size_t thread_count; /* 1: no thread is made, the caller does the work */
    cli_job *ring;
    size_t size;
    pthread_mutex_t mutex;
    pthread_cond_t work, room;
    uint64_t submitted, taken, written; /* numbers of jobs so far */
    bool closed, writing;
};

/* Writes a finished job and makes it fit for reuse. */
static void write_job(const cli_task *task, cli_job *job)
{
    if (job->error.length)
        die("%s", buffer_string(&job->error));
    write_all(task->fd, task->fd_name, job->output.data, job->output.length);
    progress_add(job->length);
    if (job->map)
        munmap(job->map, job->length);
    job->map = NULL;
    job->output.length = 0;
    job->done = false;
}

/* With the mutex held, which is let go while writing. */
static void write_finished(cli_pipeline *pipeline)
{
    if (pipeline->writing)
        return;
    pipeline->writing = true;
    while (pipeline->written < pipeline->submitted && pipeline->ring[pipeline->written % pipeline->size].done) {
        pthread_mutex_unlock(&pipeline->mutex);
        write_job(pipeline->task, &pipeline->ring[pipeline->written % pipeline->size]);
        pthread_mutex_lock(&pipeline->mutex);
        pipeline->written++;
        pthread_cond_signal(&pipeline->room);
    }
    pipeline->writing = false;
}

static void *run_thread(void *argument)
{
    cli_thread *thread = argument;
    cli_pipeline *pipeline = thread->pipeline;
    pthread_mutex_lock(&pipeline->mutex);
    for (;;) {
        while (pipeline->taken == pipeline->submitted && !pipeline->closed)
            pthread_cond_wait(&pipeline->work, &pipeline->mutex);
        if (pipeline->taken == pipeline->submitted)
            break;
        cli_job *job = &pipeline->ring[pipeline->taken++ % pipeline->size];
        pthread_mutex_unlock(&pipeline->mutex);
        job_work(&thread->worker, job);
        pthread_mutex_lock(&pipeline->mutex);
        job->done = true;
        write_finished(pipeline);
    }
    pthread_mutex_unlock(&pipeline->mutex);
    return NULL;
}

static bool prepare_worker(cli_worker *worker, const cli_task *task)
{
    const cli_options *options = task->options;
    worker->task = task;
    tg_status status = tg_scanner_new(task->gate, &worker->scanner);
    if (status == TG_OK && options->html)
        status = tg_scanner_set_markup(worker->scanner, TG_MARKUP_HTML);
    int matches = options->matches;
    if (matches == MATCHES_BY_FORMAT)
        matches = options->format == FORMAT_JSON ? MATCHES_ALL : MATCHES_LONGEST;
    if (status == TG_OK && matches == MATCHES_LONGEST)
        status = tg_scanner_set_overlap(worker->scanner, TG_OVERLAP_LONGEST);
    if (status == TG_OK && task->store)
        status = tg_scanner_set_store(worker->scanner, task->store);
    if (status != TG_OK) {
        fail("%s", tg_status_text(status));
        return false;
    }
    if (options->language && tg_scanner_set_language(worker->scanner, options->language) != TG_OK) {
        fail("--language: \"%s\" is not a language code", options->language);
        return false;
    }
    return true;
}

static void pipeline_free(cli_pipeline *pipeline)
{
    for (size_t i = 0; i < pipeline->thread_count; i++) {
        cli_worker *worker = &pipeline->threads[i].worker;
        tg_scanner_free(worker->scanner);
        tally_free(&worker->tally);
        buffer_free(&worker->id);
        buffer_free(&worker->scratch);
    }
    for (size_t i = 0; i < pipeline->size; i++) {
        buffer_free(&pipeline->ring[i].input);
        buffer_free(&pipeline->ring[i].output);
        buffer_free(&pipeline->ring[i].error);
    }
    pthread_cond_destroy(&pipeline->room);
    pthread_cond_destroy(&pipeline->work);
    pthread_mutex_destroy(&pipeline->mutex);
    free(pipeline->ring);
    free(pipeline->threads);
    free(pipeline);
}

cli_pipeline *pipeline_new(const cli_task *task)
{
    cli_pipeline *pipeline = calloc(1, sizeof *pipeline);
    if (!pipeline)
        die("out of memory");
    pipeline->task = task;
    pipeline->thread_count = (size_t)task->options->threads;
    pipeline->size = pipeline->thread_count == 1 ? 1 : 2 * pipeline->thread_count + 1;
    pipeline->threads = calloc(pipeline->thread_count, sizeof *pipeline->threads);
    pipeline->ring = calloc(pipeline->size, sizeof *pipeline->ring);
    if (!pipeline->threads || !pipeline->ring)
        die("out of memory");
    pthread_mutex_init(&pipeline->mutex, NULL);
    pthread_cond_init(&pipeline->work, NULL);
    pthread_cond_init(&pipeline->room, NULL);
    for (size_t i = 0; i < pipeline->thread_count; i++) {
        pipeline->threads[i].pipeline = pipeline;
        if (!prepare_worker(&pipeline->threads[i].worker, task)) {
            pipeline_free(pipeline);
            return NULL;
        }
    }
    for (size_t i = 0; pipeline->thread_count > 1 && i < pipeline->thread_count; i++)
        if (pthread_create(&pipeline->threads[i].thread, NULL, run_thread, &pipeline->threads[i]) != 0)
            die("thread %zu could not be started", i + 1);
    return pipeline;
}

cli_job *pipeline_take(cli_pipeline *pipeline)
{
    pthread_mutex_lock(&pipeline->mutex);
    while (pipeline->submitted - pipeline->written == pipeline->size)
        pthread_cond_wait(&pipeline->room, &pipeline->mutex);
    cli_job *job = &pipeline->ring[pipeline->submitted % pipeline->size];
    pthread_mutex_unlock(&pipeline->mutex);
    job->input.length = 0;
    return job;
}

void pipeline_submit(cli_pipeline *pipeline)
{
    if (pipeline->thread_count == 1) {
        job_work(&pipeline->threads[0].worker, &pipeline->ring[0]);
        write_job(pipeline->task, &pipeline->ring[0]);
        return;
    }
    pthread_mutex_lock(&pipeline->mutex);
    pipeline->submitted++;
    pthread_cond_signal(&pipeline->work);
    pthread_mutex_unlock(&pipeline->mutex);
}

void pipeline_finish(cli_pipeline *pipeline, cli_tally *total)
{
    pthread_mutex_lock(&pipeline->mutex);
    pipeline->closed = true;
    pthread_cond_broadcast(&pipeline->work);
    pthread_mutex_unlock(&pipeline->mutex);
    for (size_t i = 0; i < pipeline->thread_count; i++) {
        if (pipeline->thread_count > 1)
            pthread_join(pipeline->threads[i].thread, NULL);
        tally_merge(total, &pipeline->threads[i].worker.tally);
    }
    counter_sort(&total->categories);
    pipeline_free(pipeline);
}

// Typed doors to libcurl's variadic calls, which Swift cannot call: one an argument kind.
// The names are in brackets so that curl's checking macros, which need constant options, stay out of it.
#pragma once
#include <curl/curl.h>

// MARK: easy, setting

static inline CURLcode deadlined_setopt_long(CURL *handle, CURLoption option, long value) {
    return (curl_easy_setopt)(handle, option, value);
}

static inline CURLcode deadlined_setopt_off_t(CURL *handle, CURLoption option, curl_off_t value) {
    return (curl_easy_setopt)(handle, option, value);
}

static inline CURLcode deadlined_setopt_string(CURL *handle, CURLoption option, const char *value) {
    return (curl_easy_setopt)(handle, option, value);
}

static inline CURLcode deadlined_setopt_pointer(CURL *handle, CURLoption option, void *value) {
    return (curl_easy_setopt)(handle, option, value);
}

static inline CURLcode deadlined_setopt_list(CURL *handle, CURLoption option, struct curl_slist *value) {
    return (curl_easy_setopt)(handle, option, value);
}

// Header and body callbacks have one type.
static inline CURLcode deadlined_setopt_write(CURL *handle, CURLoption option, curl_write_callback value) {
    return (curl_easy_setopt)(handle, option, value);
}

static inline CURLcode deadlined_setopt_debug(CURL *handle, CURLoption option, curl_debug_callback value) {
    return (curl_easy_setopt)(handle, option, value);
}

static inline CURLcode deadlined_setopt_progress(CURL *handle, CURLoption option, curl_xferinfo_callback value) {
    return (curl_easy_setopt)(handle, option, value);
}

// MARK: easy, asking

static inline CURLcode deadlined_getinfo_long(CURL *handle, CURLINFO info, long *value) {
    return (curl_easy_getinfo)(handle, info, value);
}

static inline CURLcode deadlined_getinfo_off_t(CURL *handle, CURLINFO info, curl_off_t *value) {
    return (curl_easy_getinfo)(handle, info, value);
}

static inline CURLcode deadlined_getinfo_double(CURL *handle, CURLINFO info, double *value) {
    return (curl_easy_getinfo)(handle, info, value);
}

static inline CURLcode deadlined_getinfo_string(CURL *handle, CURLINFO info, const char **value) {
    return (curl_easy_getinfo)(handle, info, value);
}

static inline CURLcode deadlined_getinfo_socket(CURL *handle, CURLINFO info, curl_socket_t *value) {
    return (curl_easy_getinfo)(handle, info, value);
}

// MARK: share

// What is shared is an int among variable arguments, whatever its type is called.
static inline CURLSHcode deadlined_share_what(CURLSH *share, curl_lock_data what) {
    return (curl_share_setopt)(share, CURLSHOPT_SHARE, (int)what);
}

// MARK: multi

static inline CURLMcode deadlined_multi_setopt_long(CURLM *multi, CURLMoption option, long value) {
    return (curl_multi_setopt)(multi, option, value);
}

static inline CURLMcode deadlined_multi_setopt_pointer(CURLM *multi, CURLMoption option, void *value) {
    return (curl_multi_setopt)(multi, option, value);
}

static inline CURLMcode deadlined_multi_setopt_socket(CURLM *multi, CURLMoption option, curl_socket_callback value) {
    return (curl_multi_setopt)(multi, option, value);
}

static inline CURLMcode deadlined_multi_setopt_timer(
    CURLM *multi, CURLMoption option, curl_multi_timer_callback value) {
    return (curl_multi_setopt)(multi, option, value);
}

// The code of a finished transfer's message: a union's member, which Swift would read by hand.
static inline CURLcode deadlined_message_result(const CURLMsg *message) {
    return message->data.result;
}

/* The module textgate._textgate: its types, its words, and where the shipped pack is. */
#include "binding.h"

static PyObject *add_type(PyObject *module, PyType_Spec *spec)
{
    PyObject *type = PyType_FromModuleAndSpec(module, spec, NULL);
    if (type && PyModule_AddType(module, (PyTypeObject *)type) != 0)
        Py_CLEAR(type);
    return type;
}

static bool add_types(PyObject *module, py_state *state)
{
    return (state->gate_type = add_type(module, &py_gate_spec)) != NULL &&
           (state->verdict_type = add_type(module, &py_verdict_spec)) != NULL &&
           (state->finding_type = add_type(module, &py_finding_spec)) != NULL &&
           (state->pack_type = add_type(module, &py_pack_spec)) != NULL &&
           (state->store_type = add_type(module, &py_store_spec)) != NULL &&
           (state->verdicts_type = add_type(module, &py_verdicts_spec)) != NULL &&
           (state->model_type = add_type(module, &py_model_spec)) != NULL &&
           (state->stream_type = add_type(module, &py_stream_spec)) != NULL;
}

#define MAKE_WORDS(array, word_of, type)                                                           \
    for (size_t i = 0; i < COUNT(array); i++)                                                      \
        if (!(array[i] = PyUnicode_InternFromString(word_of((type)i))))                            \
            return false

static bool make_words(py_state *state)
{
    MAKE_WORDS(state->actions, tg_action_word, tg_action);
    MAKE_WORDS(state->severities, tg_severity_word, tg_severity);
    MAKE_WORDS(state->detectors, tg_detector_word, tg_detector);
    MAKE_WORDS(state->matches, tg_match_word, tg_match);
    return true;
}

/* The shipped pack lies beside this module. */
static bool find_shipped(PyObject *module, py_state *state)
{
    PyObject *file = PyModule_GetFilenameObject(module);
    PyObject *parts = file ? PyObject_CallMethod(file, "rpartition", "s", "/") : NULL;
    if (parts)
        state->shipped = PyUnicode_FromFormat("%U%Udefault.pack", PyTuple_GetItem(parts, 0), PyTuple_GetItem(parts, 1));
    Py_XDECREF(file);
    Py_XDECREF(parts);
    return state->shipped != NULL;
}

static int execute(PyObject *module)
{
    py_state *state = PyModule_GetState(module);
    return py_add_exceptions(module, state) && make_words(state) && add_types(module, state) &&
                   py_add_tuples(module, state) && py_add_clean_verdict(state) && find_shipped(module, state) &&
                   PyModule_AddFunctions(module, py_similar_functions) == 0 &&
                   PyModule_AddFunctions(module, py_arrow_functions) == 0 &&
                   PyModule_AddStringConstant(module, "__version__", tg_version()) == 0
               ? 0
               : -1;
}

/* All members of the state are references. */
static PyObject **members_of(PyObject *module, size_t *count)
{
    *count = sizeof(py_state) / sizeof(PyObject *);
    return PyModule_GetState(module);
}

static int traverse(PyObject *module, visitproc visit, void *arg)
{
    size_t count;
    PyObject **members = members_of(module, &count);
    for (size_t i = 0; members && i < count; i++)
        Py_VISIT(members[i]);
    return 0;
}

static int clear(PyObject *module)
{
    size_t count;
    PyObject **members = members_of(module, &count);
    for (size_t i = 0; members && i < count; i++)
        Py_CLEAR(members[i]);
    return 0;
}

static void release(void *module)
{
    clear(module);
}

static PyModuleDef_Slot slots[] = {{Py_mod_exec, execute}, {0, NULL}};

static struct PyModuleDef definition = {
    PyModuleDef_HEAD_INIT,
    .m_name = "textgate._textgate",
    .m_doc = "The compiled part of textgate.",
    .m_size = sizeof(py_state),
    .m_methods = py_functions,
    .m_slots = slots,
    .m_traverse = traverse,
    .m_clear = clear,
    .m_free = release,
};

PyMODINIT_FUNC PyInit__textgate(void)
{
    return PyModuleDef_Init(&definition);
}

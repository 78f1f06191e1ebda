// libyaml's event parser. Its composer is not used: it keeps no places of what it refuses.
#pragma once
#include <yaml.h>

"""A page of Streamlit with nothing but a title: the least that any page of it can take to open."""

import streamlit as st

st.title("bare")
